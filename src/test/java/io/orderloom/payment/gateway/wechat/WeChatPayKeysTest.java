package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.wechat.WeChatPaySettings.Verification;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to check WeChat Pay's signatures, and every key that can be replaced while orders are paid. */
class WeChatPayKeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");

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
        assertThat(succeeded(shop.gateway.close(other.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(shop.state(other)).isEqualTo(State.CLOSED);
    }

    @Test
    void whoGoesOverBelievesEitherSignatureAndWhoHasGoneOverOnlyTheNewOne() {
        Shop goingOver = shop(Map.of("verification", "MIGRATION"));
        Shop goneOver = shop(Map.of());
        PrepayRequest request = goingOver.opens();

        sandbox.weChatPaySignsWith("CERTIFICATE");
        Raw old = notified(request);
        sandbox.weChatPaySignsWith("PUBLIC_KEY");
        Raw current = notified(request);

        assertThat(goingOver.reader.read(old)).isEqualTo(goingOver.reader.read(current));
        assertThat(goneOver.reader.read(current)).isEqualTo(goingOver.reader.read(current));
        assertThatThrownBy(() -> goneOver.reader.read(old)).isInstanceOf(NotificationRefused.class);
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

        Raw ofTheFormer = notified(shop.opens());
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
        assertThatThrownBy(() -> shop.reader.read(ofTheFormer)).isInstanceOf(NotificationRefused.class);
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

        assertThat(shop.gateway.prepay(request())).isInstanceOf(Outcome.NotExecuted.class);
        await().until(() -> shop.gateway.prepay(request()) instanceof Outcome.Succeeded);
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

            assertThat(shop.gateway.prepay(request())).isInstanceOf(Outcome.NotExecuted.class);
            assertThat(shop.gateway.query(request().payment())).isInstanceOf(Outcome.NotExecuted.class);
            assertThat(shop.gateway.close(request().payment())).isInstanceOf(Outcome.NotExecuted.class);
        }
    }

    @Test
    void forgersWhoNameUnknownCertificatesCauseNoFloodOfDownloads() throws IOException {
        try (Postbox counting = new Postbox(503, Map.of(), "")) {
            Shop shop = shop(Map.of("verification", "CERTIFICATE", "base-url", counting.url()));
            Raw real = notified(shop(Map.of()).opens());
            ExecutorService forgers = Executors.newFixedThreadPool(16);
            try {
                List<CompletableFuture<Void>> forgeries = new ArrayList<>();
                for (int forgery = 0; forgery < 400; forgery++) {
                    Map<String, String> headers = new HashMap<>(real.headers());
                    headers.put("wechatpay-serial", "%040X".formatted(forgery + 1));
                    forgeries.add(CompletableFuture.runAsync(
                            () -> assertThatThrownBy(() -> shop.reader.read(new Raw(headers, real.body())))
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
                keys,
                new WeChatPayGateway(settings, keys),
                new WeChatPayNotificationReader(new WeChatPayEnvelope(keys, Instant::now), settings));
    }

    private final class Shop {

        private final WeChatPayKeys keys;
        private final WeChatPayGateway gateway;
        private final WeChatPayNotificationReader reader;

        Shop(WeChatPayKeys keys, WeChatPayGateway gateway, WeChatPayNotificationReader reader) {
            this.keys = keys;
            this.gateway = gateway;
            this.reader = reader;
        }

        PrepayRequest opens() {
            PrepayRequest request = request();
            Map<String, String> params = succeeded(gateway.prepay(request));
            sandbox.post(
                    "/sandbox/v1/client-calls",
                    JSON.createObjectNode()
                            .put("channel", "WECHAT_PAY")
                            .put("scene", "MINI_PROGRAM")
                            .set("clientParams", JSON.valueToTree(params)));
            return request;
        }

        State state(PrepayRequest request) {
            return succeeded(gateway.query(request.payment())).state();
        }

        void livesThroughAPayment() {
            PrepayRequest request = opens();
            assertThat(state(request)).isEqualTo(State.NOT_PAID);
            sandbox.pay(request.payment().paymentNo().value());
            assertThat(state(request)).isEqualTo(State.PAID);
            // Either signature comes, where both are possible.
            for (int time = 0; time < 8; time++) {
                assertThat(reader.read(notified(request)).payment().state()).isEqualTo(State.PAID);
            }
        }

        void takesMoney(int times) {
            for (int time = 0; time < times; time++) {
                PrepayRequest request = opens();
                assertThat(state(request)).isEqualTo(State.NOT_PAID);
            }
        }

        /** Opens, asks and reads notifications without a pause; not one of them may go wrong. */
        void takesMoneyMeanwhile(Change change) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger payments = new AtomicInteger();
            CompletableFuture<Void> selling = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    livesThroughAPayment();
                    payments.incrementAndGet();
                }
            });
            try {
                await().until(() -> payments.get() >= 2 || selling.isDone());
                change.happen();
                int before = payments.get();
                await().until(() -> payments.get() >= before + 3 || selling.isDone());
            } catch (IOException e) {
                throw new AssertionError(e);
            } finally {
                over.set(true);
                selling.join();
            }
        }
    }

    private interface Change {
        void happen() throws IOException;
    }

    private Raw notified(PrepayRequest request) {
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode()
                        .put("paymentNo", request.payment().paymentNo().value()));
        Postbox.Letter letter = postbox.next();
        return new Raw(letter.headers(), letter.body());
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static PrepayRequest request() {
        Instant now = Instant.now();
        PaymentRef payment =
                new PaymentRef(new PaymentNo(NUMBERS.next()), Scene.MINI_PROGRAM, now, now.plusSeconds(1800));
        return new PrepayRequest(payment, Money.ofFen(12900), "Loom tea", "openid-of-alice", null);
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }
}
