package io.orderloom.payment.gateway.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.SellingShop;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every key at Alipay that can be replaced while orders are paid. */
class AlipayKeysTest {

    private Path directory;
    private Postbox postbox;
    private GatewaySandbox sandbox;
    private @Nullable AlipayKeys keys;

    @BeforeEach
    void start(@TempDir Path fresh) throws IOException {
        directory = fresh;
        postbox = new Postbox(200, Map.of(), "success");
        sandbox = new GatewaySandbox(directory.resolve("books"), postbox.url(), Duration.ofSeconds(4));
        write("application", sandbox.setting("orderloom.alipay.private-key"));
        write("alipay", sandbox.setting("orderloom.alipay.public-key"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        postbox.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"MINI_PROGRAM", "NATIVE"})
    void theApplicationsKeyIsReplacedWhileOrdersArePaidWheneverAlipayGoesOverToIt(Scene scene) {
        SellingShop shop = shop(scene);
        String former = read("application");

        shop.takesMoneyMeanwhile(() -> {
            String fresh = sandbox.key("alipay", "APPLICATION_KEY", "ANNOUNCE")
                    .path("private-key")
                    .asText();
            write("application", former + fresh.substring(0, 500));
            shop.takesMoney(3);
            write("application", former + fresh);
            await().until(() -> ring().privateKeys() == 2);
            sandbox.key("alipay", "APPLICATION_KEY", "SWITCH");
            shop.takesMoney(3);
            write("application", fresh);
            await().until(() -> ring().privateKeys() == 1);
        });

        shop.livesThroughAPayment();
    }

    @Test
    void whatOnlyTheClientSendsIsSignedWithTheKeyThatAlipayTookLast() {
        SellingShop shop = shop(Scene.H5);
        String fresh = sandbox.key("alipay", "APPLICATION_KEY", "ANNOUNCE")
                .path("private-key")
                .asText();
        write("application", read("application") + fresh);
        await().until(() -> ring().privateKeys() == 2);
        sandbox.key("alipay", "APPLICATION_KEY", "SWITCH");

        // any call that Alipay answers tells which key counts
        shop.gateway().query(shop.request().payment());

        shop.livesThroughAPayment();
    }

    @Test
    void alipaysKeyIsReplacedWhileOrdersArePaidAndTheFormerOneIsForgotten() {
        SellingShop shop = shop(Scene.MINI_PROGRAM);
        String former = read("alipay");
        Raw ofTheFormer = shop.notified(shop.opens());

        String fresh = oneLine(sandbox.key("alipay", "ALIPAY_KEY", "ANNOUNCE")
                .path("public-key")
                .asText());
        shop.takesMoneyMeanwhile(() -> {
            write("alipay", oneLine(former) + "\n" + fresh + "\n");
            await().until(() -> ring().toString().contains("2 of Alipay"));
            sandbox.key("alipay", "ALIPAY_KEY", "SWITCH");
            shop.takesMoney(3);
        });
        assertThat(shop.reader().read(ofTheFormer)).isNotNull();
        write("alipay", fresh);
        await().until(() -> ring().toString().contains("1 of Alipay"));

        shop.livesThroughAPayment();
        assertThatThrownBy(() -> shop.reader().read(ofTheFormer)).isInstanceOf(NotificationRefused.class);
    }

    @Test
    void aSignatureThatNoKeyCanMakeGoodIsARefusal() {
        SellingShop shop = shop(Scene.MINI_PROGRAM);
        sandbox.key("alipay", "APPLICATION_KEY", "ANNOUNCE");
        sandbox.key("alipay", "APPLICATION_KEY", "SWITCH");
        write("application", read("application") + read("application"));
        await().until(() -> ring().privateKeys() == 2);

        assertThat(shop.gateway().prepay(shop.request()))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("isv.invalid-signature"));
    }

    @Test
    void aSettingThatLacksOrIsNoKeyIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> shop(Map.of("private-key-path", ""), Scene.H5))
                .hasMessageContaining("private-key-path");
        assertThatThrownBy(() -> shop(Map.of("public-key-path", ""), Scene.H5)).hasMessageContaining("public-key-path");
        assertThatThrownBy(() -> shop(Map.of("private-key", "a secret text"), Scene.H5))
                .hasMessageContaining("private-key")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private AlipayKeyRing ring() {
        return Objects.requireNonNull(keys).ring();
    }

    private SellingShop shop(Scene scene) {
        return shop(Map.of(), scene);
    }

    private SellingShop shop(Map<String, String> replaced, Scene scene) {
        Map<String, String> all = new HashMap<>(Map.of(
                "orderloom.alipay.key-check", "50ms",
                "orderloom.alipay.private-key", "",
                "orderloom.alipay.private-key-path", file("application").toString(),
                "orderloom.alipay.public-key", "",
                "orderloom.alipay.public-key-path", file("alipay").toString()));
        replaced.forEach((name, value) -> all.put("orderloom.alipay." + name, value));
        AlipaySettings settings = sandbox.bind("orderloom.alipay", AlipaySettings.class, all);
        AlipayKeys ours = new AlipayKeys(settings, Instant::now);
        keys = ours;
        return new SellingShop(
                sandbox,
                postbox,
                new AlipayGateway(settings, ours),
                new AlipayNotificationReader(settings, ours),
                scene);
    }

    private static String oneLine(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----|\\s", "");
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
