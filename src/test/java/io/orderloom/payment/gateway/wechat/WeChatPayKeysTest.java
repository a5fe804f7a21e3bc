package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.SellingShop;
import io.orderloom.payment.gateway.wechat.WeChatPaySettings.Verification;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to check WeChat Pay's signatures, and every key that can be replaced while orders are paid. */
class WeChatPayKeysTest {

    private final List<WeChatPayKeys> opened = new ArrayList<>();
    private Path directory;
    private Postbox postbox;
    private GatewaySandbox sandbox;

    @BeforeEach
    void start(@TempDir Path fresh) throws IOException {
        directory = fresh;
        postbox = new Postbox(200, Map.of(), "");
        sandbox = new GatewaySandbox(
                directory.resolve("books"),
                postbox.url(),
                Duration.ofSeconds(4),
                settings -> settings.platformCertificate(true));
    }

    @AfterEach
    void stop() {
        opened.forEach(WeChatPayKeys::close);
        sandbox.close();
        postbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLIC_KEY, PUBLIC_KEY",
        "CERTIFICATE, CERTIFICATE",
        "MIGRATION, EITHER",
        "MIGRATION, PUBLIC_KEY",
        "MIGRATION, CERTIFICATE"
    })
    void aPaymentIsOpenedPaidToldAskedForAndClosed(Verification verification, String signsWith) {
        sandbox.weChatPaySignsWith(signsWith);
        Shop shop = shop(Map.of("verification", verification.name()));

        shop.livesThroughAPayment();
        PrepayRequest other = shop.opens();
        assertThat(SellingShop.succeeded(shop.gateway().close(other.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(shop.state(other)).isEqualTo(State.CLOSED);
    }

    @Test
    void whoGoesOverBelievesEitherSignatureAndWhoHasGoneOverOnlyTheNewOne() {
        Shop goingOver = shop(Map.of("verification", "MIGRATION"));
        Shop goneOver = shop(Map.of());
        PrepayRequest request = goingOver.opens();

        sandbox.weChatPaySignsWith("CERTIFICATE");
        Raw old = goingOver.notified(request);
        sandbox.weChatPaySignsWith("PUBLIC_KEY");
        Raw current = goingOver.notified(request);

        assertThat(goingOver.reader().read(old)).isEqualTo(goingOver.reader().read(current));
        assertThat(goneOver.reader().read(current)).isEqualTo(goingOver.reader().read(current));
        assertThatThrownBy(() -> goneOver.reader().read(old)).isInstanceOf(NotificationRefused.class);
    }

    @Test
    void thePublicKeyIsReplacedWhileOrdersArePaid() throws IOException {
        Path ids = write("public-key-id", sandbox.setting("orderloom.wechat-pay.public-key-id"));
        String formerId = sandbox.setting("orderloom.wechat-pay.public-key-id");
        write("public/" + formerId + ".pem", sandbox.setting("orderloom.wechat-pay.public-key"));
        sandbox.weChatPaySignsWith("PUBLIC_KEY");
        Shop shop = shop(Map.of(
                "public-key-id",
                "",
                "public-key-id-path",
                ids.toString(),
                "public-key",
                "",
                "public-keys-path",
                directory.resolve("public").toString()));

        Raw ofTheFormer = shop.notified(shop.opens());
        shop.takesMoneyMeanwhile(() -> {
            JsonNode fresh = sandbox.weChatPayKey("PUBLIC_KEY", "ANNOUNCE");
            String id = fresh.path("public-key-id").asText();
            write("public/" + id + ".pem", fresh.path("public-key").asText());
            await().until(() -> shop.keys.knows(id));
            sandbox.weChatPayKey("PUBLIC_KEY", "SWITCH");
            write("public-key-id", id + "\n");
            await().until(() -> shop.keys.ring().publicKeyId().equals(id));
            sandbox.weChatPayKey("PUBLIC_KEY", "RETIRE");
        });
        Files.delete(directory.resolve("public/" + formerId + ".pem"));
        await().until(() -> !shop.keys.knows(formerId));

        shop.livesThroughAPayment();
        assertThatThrownBy(() -> shop.reader().read(ofTheFormer)).isInstanceOf(NotificationRefused.class);
    }

    @Test
    void thePlatformCertificateIsReplacedWhileOrdersArePaid() {
        sandbox.weChatPaySignsWith("CERTIFICATE");
        Shop shop = shop(Map.of("verification", "CERTIFICATE", "certificate-refresh", "200ms"));

        shop.takesMoneyMeanwhile(() -> {
            String serial = sandbox.weChatPayKey("CERTIFICATE", "ANNOUNCE")
                    .path("serial")
                    .asText();
            await().until(() -> shop.keys.knows(serial));
            sandbox.weChatPayKey("CERTIFICATE", "SWITCH");
            sandbox.weChatPayKey("CERTIFICATE", "RETIRE");
        });

        shop.livesThroughAPayment();
    }

    @Test
    void aCertificateThatNobodyAnnouncedIsFetchedWhenTheFirstMessageNamesIt() {
        sandbox.weChatPaySignsWith("CERTIFICATE");
        Shop shop = shop(Map.of("verification", "CERTIFICATE"));
        shop.livesThroughAPayment();

        sandbox.weChatPayKey("CERTIFICATE", "ANNOUNCE");
        sandbox.weChatPayKey("CERTIFICATE", "SWITCH");
        sandbox.weChatPayKey("CERTIFICATE", "RETIRE");

        shop.livesThroughAPayment();
    }

    @Test
    void theMerchantsKeyIsReplacedWhileOrdersArePaidThoughItsTwoFilesCannotChangeAtOnce() throws IOException {
        sandbox.weChatPaySignsWith("PUBLIC_KEY");
        JsonNode first = sandbox.weChatPayKey("MERCHANT_KEY", "ANNOUNCE");
        Path certificate = write("cert.pem", first.path("merchant-certificate").asText());
        Path key = write("key.pem", first.path("private-key").asText());
        Shop shop = shop(Map.of(
                "merchant-serial-number",
                "",
                "merchant-certificate-path",
                certificate.toString(),
                "private-key",
                "",
                "private-key-path",
                key.toString()));

        shop.takesMoneyMeanwhile(() -> {
            JsonNode second = sandbox.weChatPayKey("MERCHANT_KEY", "ANNOUNCE");
            write("key.pem", second.path("private-key").asText().substring(0, 500));
            shop.takesMoney(3);
            write("key.pem", second.path("private-key").asText());
            shop.takesMoney(3);
            assertThat(shop.keys.ring().merchantSerial())
                    .isEqualTo(first.path("merchant-serial-number").asText());
            write("cert.pem", second.path("merchant-certificate").asText());
            await().until(() -> shop.keys
                    .ring()
                    .merchantSerial()
                    .equals(second.path("merchant-serial-number").asText()));
            sandbox.weChatPayKey("MERCHANT_KEY", "SWITCH");
            sandbox.weChatPayKey("MERCHANT_KEY", "RETIRE");
        });

        shop.livesThroughAPayment();
    }

    @Test
    void theApiV3KeyIsReplacedWhileOrdersArePaid() throws IOException {
        String former = sandbox.setting("orderloom.wechat-pay.api-v3-key");
        Path file = write("api-v3-key", former + "\n");
        sandbox.weChatPaySignsWith("EITHER");
        Shop shop = shop(Map.of(
                "verification", "MIGRATION",
                "certificate-refresh", "200ms",
                "api-v3-key", "",
                "api-v3-key-path", file.toString()));

        shop.takesMoneyMeanwhile(() -> {
            String fresh = sandbox.weChatPayKey("API_V3_KEY", "ANNOUNCE")
                    .path("api-v3-key")
                    .asText();
            write("api-v3-key", former + "\n" + fresh + "\n");
            shop.takesMoney(10);
            sandbox.weChatPayKey("API_V3_KEY", "SWITCH");
            sandbox.weChatPayKey("API_V3_KEY", "RETIRE");
            shop.takesMoney(3);
            write("api-v3-key", fresh + "\n");
        });

        shop.livesThroughAPayment();
    }

    @ParameterizedTest
    @CsvSource({"HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void aStartWhileCertificatesCannotBeFetchedSendsNothingAndHealsItself(String answer) {
        sandbox.weChatPaySignsWith("CERTIFICATE");
        sandbox.fault("WECHAT_PAY", "certificates", answer, false);
        sandbox.fault("WECHAT_PAY", "certificates", answer, false);

        Shop shop = shop(Map.of("verification", "CERTIFICATE"));

        assertThat(shop.gateway().prepay(shop.request())).isInstanceOf(Outcome.NotExecuted.class);
        await().until(() -> shop.gateway().prepay(shop.request()) instanceof Outcome.Succeeded);
        shop.livesThroughAPayment();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "503|",
                "503|<html>busy</html>",
                "404|{\"code\":\"RESOURCE_NOT_EXISTS\",\"message\":\"none\"}",
                "404|{\"code\":\"NOT_FOUND\",\"message\":\"none\"}",
                "200|{\"data\":[]}",
                "200|{}",
                "200|{\"data\":[{\"serial_no\":\"5157F09EFDC096DE15EBE81A47057A72\"}]}",
                "200|nothing"
            },
            delimiter = '|',
            emptyValue = "")
    void whateverIsAnsweredInPlaceOfCertificatesNothingIsSentAndNothingBreaks(int status, String body)
            throws IOException {
        String answer = body == null ? "" : body;
        try (Postbox other = new Postbox(status, Map.of("Content-Type", "application/json"), answer)) {
            Shop shop = shop(Map.of("verification", "CERTIFICATE", "base-url", other.url()));

            assertThat(shop.gateway().prepay(shop.request())).isInstanceOf(Outcome.NotExecuted.class);
            assertThat(shop.gateway().query(shop.request().payment())).isInstanceOf(Outcome.NotExecuted.class);
            assertThat(shop.gateway().close(shop.request().payment())).isInstanceOf(Outcome.NotExecuted.class);
        }
    }

    @Test
    void forgersWhoNameUnknownCertificatesCauseNoFloodOfDownloads() throws IOException {
        try (Postbox counting = new Postbox(503, Map.of(), "")) {
            Shop shop = shop(Map.of("verification", "CERTIFICATE", "base-url", counting.url()));
            Shop other = shop(Map.of());
            Raw real = other.notified(other.opens());
            ExecutorService forgers = Executors.newFixedThreadPool(16);
            try {
                List<CompletableFuture<Void>> forgeries = new ArrayList<>();
                for (int forgery = 0; forgery < 400; forgery++) {
                    Map<String, String> headers = new HashMap<>(real.headers());
                    headers.put("wechatpay-serial", "%040X".formatted(forgery + 1));
                    forgeries.add(CompletableFuture.runAsync(
                            () -> assertThatThrownBy(() -> shop.reader().read(new Raw(headers, real.body())))
                                    .isInstanceOfSatisfying(
                                            NotificationRefused.class, refused -> assertThat(refused.reason())
                                                    .isEqualTo(Reason.NOT_AUTHENTIC)),
                            forgers));
                }
                forgeries.forEach(CompletableFuture::join);
            } finally {
                forgers.shutdownNow();
            }

            // Its own at the start and a second and three later, and one on demand within ten seconds.
            assertThat(counting.received()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void aSettingThatLacksIsNamed() {
        assertThatThrownBy(() -> shop(Map.of("merchant-serial-number", "")))
                .hasMessageContaining("merchant-serial-number")
                .hasMessageContaining("merchant-certificate-path");
        assertThatThrownBy(() -> shop(Map.of("private-key", ""))).hasMessageContaining("private-key-path");
        assertThatThrownBy(() -> shop(Map.of("public-key-id", ""))).hasMessageContaining("public-key-id-path");
        assertThatThrownBy(() -> shop(Map.of("public-key", ""))).hasMessageContaining("public-key-path");
        assertThatThrownBy(() -> shop(Map.of("api-v3-key", ""))).hasMessageContaining("api-v3-key-path");
        assertThatThrownBy(() -> shop(Map.of("api-v3-key", "short"))).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> shop(Map.of("private-key", "a secret text")))
                .hasMessageContaining("private-key")
                .hasMessageNotContaining("a secret text")
                .hasNoCause();
    }

    /** What a shop under other settings holds. */
    private Shop shop(Map<String, String> replaced) {
        Map<String, String> all = new HashMap<>(Map.of("orderloom.wechat-pay.key-check", "50ms"));
        replaced.forEach((name, value) -> all.put("orderloom.wechat-pay." + name, value));
        WeChatPaySettings settings = sandbox.bind("orderloom.wechat-pay", WeChatPaySettings.class, all);
        WeChatPayKeys keys = new WeChatPayKeys(settings, Instant::now);
        opened.add(keys);
        return new Shop(
                sandbox,
                postbox,
                keys,
                new WeChatPayGateway(settings, keys),
                new WeChatPayNotificationReader(new WeChatPayEnvelope(keys, Instant::now), settings));
    }

    /** A shop that takes money, and its keys. */
    private static final class Shop extends SellingShop {

        private final WeChatPayKeys keys;

        Shop(
                GatewaySandbox sandbox,
                Postbox postbox,
                WeChatPayKeys keys,
                WeChatPayGateway gateway,
                WeChatPayNotificationReader reader) {
            super(sandbox, postbox, gateway, reader, Scene.MINI_PROGRAM);
            this.keys = keys;
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
