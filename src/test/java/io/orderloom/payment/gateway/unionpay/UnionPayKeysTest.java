package io.orderloom.payment.gateway.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.SellingShop;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every certificate at UnionPay that can be replaced while orders are paid. */
class UnionPayKeysTest {

    private Path directory;
    private Postbox postbox;
    private GatewaySandbox sandbox;
    private @Nullable UnionPayKeys keys;

    @BeforeEach
    void start(@TempDir Path fresh) throws IOException {
        directory = fresh;
        postbox = new Postbox(200, Map.of(), "ok");
        sandbox = new GatewaySandbox(directory.resolve("books"), postbox.url(), Duration.ofSeconds(4));
        write("root", sandbox.setting("orderloom.unionpay.root-certificate"));
        write("middle", sandbox.setting("orderloom.unionpay.middle-certificate"));
        write("password", "the first password");
        keyStore(
                "the first password",
                sandbox.setting("orderloom.unionpay.certificate"),
                sandbox.setting("orderloom.unionpay.private-key"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        postbox.close();
    }

    @Test
    void theMerchantsCertificateIsReplacedWhileOrdersArePaidThoughItsTwoFilesCannotChangeAtOnce() {
        SellingShop shop = shop(Map.of());
        String former = ring().certId();

        shop.takesMoneyMeanwhile(() -> {
            JsonNode fresh = sandbox.key("unionpay", "MERCHANT_CERTIFICATE", "ANNOUNCE");
            keyStore(
                    "another password",
                    fresh.path("certificate").asText(),
                    fresh.path("private-key").asText());
            shop.takesMoney(3);
            assertThat(ring().certId()).isEqualTo(former);
            write("password", "another password\n");
            await().until(() -> !ring().certId().equals(former));
            sandbox.key("unionpay", "MERCHANT_CERTIFICATE", "SWITCH");
            sandbox.key("unionpay", "MERCHANT_CERTIFICATE", "RETIRE");
        });

        shop.livesThroughAPayment();
    }

    @Test
    void unionPaysAuthorityIsReplacedWhileOrdersArePaidAndTheFormerOneIsForgotten() {
        SellingShop shop = shop(Map.of());
        Raw ofTheFormer = shop.notified(shop.opens());

        JsonNode fresh = sandbox.key("unionpay", "AUTHORITY", "ANNOUNCE");
        String root = fresh.path("root-certificate").asText();
        String middle = fresh.path("middle-certificate").asText();
        shop.takesMoneyMeanwhile(() -> {
            write("middle", read("middle") + middle);
            write("root", read("root") + root.substring(0, 500));
            shop.takesMoney(2);
            write("root", sandbox.setting("orderloom.unionpay.root-certificate") + root);
            await().until(() -> ring().roots() == 2);
            sandbox.key("unionpay", "AUTHORITY", "SWITCH");
            shop.takesMoney(2);
        });
        assertThat(shop.reader().read(ofTheFormer)).isNotNull();
        write("root", root);
        await().until(() -> ring().roots() == 1);

        shop.livesThroughAPayment();
        assertThatThrownBy(() -> shop.reader().read(ofTheFormer)).isInstanceOf(NotificationRefused.class);
    }

    @Test
    void aSettingThatLacksIsNamed() {
        assertThatThrownBy(() -> shop(Map.of("sign-key-store-path", ""))).hasMessageContaining("sign-key-store-path");
        assertThatThrownBy(() -> shop(Map.of("root-certificate-path", ""))).hasMessageContaining("root-certificate");
        assertThatThrownBy(() -> shop(Map.of("middle-certificate-path", "")))
                .hasMessageContaining("middle-certificate");
        assertThatThrownBy(() -> shop(Map.of("sign-key-store-password", "a wrong one")))
                .hasMessageContaining("password")
                .hasMessageNotContaining("a wrong one");
    }

    private UnionPayKeyRing ring() {
        return Objects.requireNonNull(keys).ring();
    }

    private SellingShop shop(Map<String, String> replaced) {
        Map<String, String> all = new HashMap<>(Map.of(
                "orderloom.unionpay.certificate", "",
                "orderloom.unionpay.private-key", "",
                "orderloom.unionpay.root-certificate", "",
                "orderloom.unionpay.middle-certificate", "",
                "orderloom.unionpay.key-check", "50ms",
                "orderloom.unionpay.sign-key-store-path",
                        directory.resolve("sign.pfx").toString(),
                "orderloom.unionpay.sign-key-store-password-path",
                        file("password").toString(),
                "orderloom.unionpay.root-certificate-path", file("root").toString(),
                "orderloom.unionpay.middle-certificate-path", file("middle").toString()));
        replaced.forEach((name, value) -> all.put("orderloom.unionpay." + name, value));
        UnionPaySettings settings = sandbox.bind("orderloom.unionpay", UnionPaySettings.class, all);
        UnionPayKeys ours = new UnionPayKeys(settings, Instant::now);
        keys = ours;
        return new SellingShop(
                sandbox,
                postbox,
                new UnionPayGateway(settings, ours),
                new UnionPayNotificationReader(new UnionPayNotices(settings, ours)),
                Scene.APP);
    }

    private void keyStore(String password, String certificate, String privateKey) {
        try (OutputStream out = Files.newOutputStream(directory.resolve("sign.pfx"))) {
            Certificate read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(
                            Base64.getMimeDecoder().decode(privateKey.replaceAll("-----[A-Z ]+-----", ""))));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("sign", key, password.toCharArray(), new Certificate[] {read});
            store.store(out, password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".pem");
    }

    private String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
