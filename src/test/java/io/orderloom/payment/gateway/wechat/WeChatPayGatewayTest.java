package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.Scene;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against the sandbox's wire, which shares no code with the SDK. */
class WeChatPayGatewayTest {

    private static final String WECHAT_PAY = "WECHAT_PAY";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");

    private static GatewaySandbox sandbox;
    private static Postbox postbox;
    private static WeChatPayGateway gateway;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private static WeChatPayGateway hurried;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of(), "");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(4));
        gateway = gateway(Map.of());
        hurried = gateway(Map.of("orderloom.wechat-pay.call-timeout", "1500ms"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        postbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void whatOpeningAnswersIsWhatTheClientAppTakes(Scene scene) {
        PrepayRequest request = request(scene);

        Map<String, String> params = succeeded(gateway.prepay(request));

        ObjectNode call = JSON.createObjectNode().put("channel", WECHAT_PAY).put("scene", scene.name());
        call.set("clientParams", JSON.valueToTree(params));
        JsonNode opened = sandbox.post("/sandbox/v1/client-calls", call);
        assertThat(opened.path("paymentNo").asText())
                .isEqualTo(request.payment().paymentNo().value());
        assertThat(opened.path("amountFen").asLong()).isEqualTo(12900);
        assertThat(Instant.parse(opened.path("expiresAt").asText()))
                .isBeforeOrEqualTo(request.payment().expiresAt())
                .isAfter(request.payment().expiresAt().minusSeconds(1));
    }

    @Test
    void theMiniProgramsCallHasExactlyItsFiveParameters() {
        assertThat(succeeded(gateway.prepay(request(Scene.MINI_PROGRAM))))
                .containsOnlyKeys("timeStamp", "nonceStr", "package", "signType", "paySign")
                .containsEntry("signType", "RSA");
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void openingTheSamePaymentAgainOpensNoSecondOne(Scene scene) {
        PrepayRequest request = request(scene);

        succeeded(gateway.prepay(request));
        succeeded(gateway.prepay(request));

        assertThat(booked(request.payment())).isEqualTo(1);
    }

    @Test
    void aLongDescriptionIsCutBetweenCharactersWithin127Bytes() {
        PrepayRequest request = request(Scene.NATIVE);
        PrepayRequest wordy = new PrepayRequest(request.payment(), request.amount(), "a" + "丝".repeat(60), null, null);

        succeeded(gateway.prepay(wordy));

        String description = sandbox.get("/sandbox/v1/payments/" + number(request))
                .path("description")
                .asText();
        assertThat(description).isEqualTo("a" + "丝".repeat(42));
        assertThat(description.getBytes(StandardCharsets.UTF_8)).hasSize(127);
    }

    @Test
    void aPaymentWithoutThePayerThatItsSceneNeedsIsTheCallersMistake() {
        PrepayRequest mini = request(Scene.MINI_PROGRAM);
        PrepayRequest h5 = request(Scene.H5);

        assertThatThrownBy(() ->
                        gateway.prepay(new PrepayRequest(mini.payment(), mini.amount(), "Tea", null, "203.0.113.7")))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> gateway.prepay(new PrepayRequest(h5.payment(), h5.amount(), "Tea", "someone", null)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void askingTellsWhatBecameOfThePayment() {
        PrepayRequest request = request(Scene.MINI_PROGRAM);

        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        succeeded(gateway.prepay(request));
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
        sandbox.pay(number(request));
        GatewayPayment paid = succeeded(gateway.query(request.payment()));

        assertThat(paid.state()).isEqualTo(State.PAID);
        assertThat(paid.paymentNo()).isEqualTo(request.payment().paymentNo());
        assertThat(paid.amountFen()).isEqualTo(12900);
        assertThat(paid.currency()).isEqualTo("CNY");
        assertThat(paid.gatewayTransactionId()).startsWith("4200");
        assertThat(paid.paidAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(paid.payerId()).isEqualTo("openid-of-alice");
        assertThat(paid.merchantMatches()).isTrue();
    }

    @Test
    void aPayerWhoIsTypingThePasswordIsNotTakenForUnpaid() {
        PrepayRequest request = opened();
        sandbox.fault(WECHAT_PAY, "query", "PROCESSING", true);

        assertThat(state(request)).isEqualTo(State.PAYING);
    }

    @Test
    void closingIsAcceptedAndOnlyAskingSaysThatItIsClosed() {
        PrepayRequest request = opened();

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(state(request)).isEqualTo(State.CLOSED);
        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
    }

    @Test
    void aPaidPaymentCannotBeClosed() {
        PrepayRequest request = opened();
        sandbox.pay(number(request));

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ALREADY_PAID);
    }

    @Test
    void whatTheGatewayNeverHeardOfNeedsNoClosing() {
        PrepayRequest request = request(Scene.NATIVE);

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(gateway.absenceIsFinal(request.payment(), Instant.now())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROCESSING", "RATE_LIMITED"})
    void closingWhileThePayerPaysIsForLater(String answer) {
        PrepayRequest request = opened();
        sandbox.fault(WECHAT_PAY, "close", answer, false);

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.LATER);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @Test
    void aClosedNumberIsRefusedForGood() {
        PrepayRequest request = opened();
        succeeded(gateway.close(request.payment()));

        assertThat(gateway.prepay(request))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("ORDER_CLOSED"));
    }

    @Test
    void aPaidNumberIsNotRefusedButUnknownSoThatTheGatewayIsAsked() {
        PrepayRequest request = opened();
        sandbox.pay(number(request));

        assertThat(gateway.prepay(request)).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @Test
    void theSameNumberWithAnotherContentIsUnknownBecauseTheFirstMayBePaid() {
        PrepayRequest request = opened();

        assertThat(gateway.prepay(
                        new PrepayRequest(request.payment(), Money.ofFen(1), "Other", "openid-of-alice", null)))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, true",
        "TIMEOUT, false",
        "HTTP_500, true",
        "HTTP_500, false",
        "HTTP_502, true",
        "SYSTEM_ERROR, true",
        "SYSTEM_ERROR, false",
        "RESET, true",
        "HALF_BODY, true",
        "HALF_BODY, false",
        "BAD_SIGNATURE, true",
        "BAD_SIGNATURE, false",
        "RATE_LIMITED, true"
    })
    void anOpeningWithoutATrustworthyAnswerIsUnknown(String answer, boolean effect) {
        PrepayRequest request = request(Scene.MINI_PROGRAM);
        sandbox.fault(WECHAT_PAY, "prepay", answer, effect);

        assertThat(facing(answer).prepay(request)).isInstanceOf(Outcome.Unknown.class);

        assertThat(booked(request.payment())).as("nothing is sent twice").isEqualTo(effect ? 1 : 0);
        assertThat(state(request)).isEqualTo(effect ? State.NOT_PAID : State.NOT_EXIST);
        succeeded(gateway.prepay(request));
        assertThat(booked(request.payment())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIMEOUT",
                "HTTP_500",
                "HTTP_502",
                "SYSTEM_ERROR",
                "RESET",
                "HALF_BODY",
                "BAD_SIGNATURE",
                "RATE_LIMITED"
            })
    void askingWithoutATrustworthyAnswerIsUnknown(String answer) {
        PrepayRequest request = opened();
        sandbox.fault(WECHAT_PAY, "query", answer, true);

        assertThat(facing(answer).query(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void closingWithoutATrustworthyAnswerIsUnknown(String answer) {
        PrepayRequest request = opened();
        sandbox.fault(WECHAT_PAY, "close", answer, true);

        assertThat(facing(answer).close(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.CLOSED);
    }

    @Test
    void whereNobodyListensNothingWasExecuted() {
        WeChatPayGateway unreachable =
                gateway(Map.of("orderloom.wechat-pay.base-url", "http://127.0.0.1:" + Ports.free()));

        assertNotExecuted(unreachable);
    }

    @Test
    void whereNoTrustCanBeMadeNothingWasSent() {
        WeChatPayGateway untrusted = gateway(
                Map.of("orderloom.wechat-pay.base-url", sandbox.baseUrl().replace("http:", "https:")));

        assertNotExecuted(untrusted);
    }

    @Test
    void aGatewayThatOnlyFailsIsLeftAloneForAWhile() throws IOException {
        try (Postbox broken = new Postbox(500, Map.of(), "")) {
            WeChatPayGateway failing = gateway(
                    Map.of("orderloom.wechat-pay.base-url", broken.url(), "orderloom.wechat-pay.rest", "300ms"));
            PaymentRef payment = request(Scene.NATIVE).payment();
            for (int call = 0; call < 20; call++) {
                assertThat(failing.query(payment)).isInstanceOf(Outcome.Unknown.class);
            }

            assertThat(failing.query(payment)).isInstanceOf(Outcome.NotExecuted.class);
            assertThat(broken.received()).isEqualTo(20);
            await().untilAsserted(() -> assertThat(failing.query(payment)).isInstanceOf(Outcome.Unknown.class));
        }
    }

    @Test
    void aSlowGatewayDoesNotTakeEveryThread() {
        WeChatPayGateway narrow = gateway(Map.of("orderloom.wechat-pay.most-calls", "1"));
        PrepayRequest request = opened();
        sandbox.fault(WECHAT_PAY, "query", "TIMEOUT", true);

        CompletableFuture<Outcome<GatewayPayment>> slow =
                CompletableFuture.supplyAsync(() -> narrow.query(request.payment()));
        await().until(() -> sandbox.get("/sandbox/v1/faults").path("faults").isEmpty());

        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(slow.join()).isInstanceOf(Outcome.Unknown.class);
        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void aRedirectIsNotFollowedAsItCouldLeadAnywhere() throws IOException {
        try (Postbox elsewhere = new Postbox(200, Map.of("Content-Type", "application/json"), "{}");
                Postbox moved = new Postbox(307, Map.of("Location", elsewhere.url()), "")) {
            WeChatPayGateway redirected = gateway(Map.of("orderloom.wechat-pay.base-url", moved.url()));

            assertThat(redirected.prepay(request(Scene.NATIVE))).isInstanceOf(Outcome.Unknown.class);
            assertThat(moved.received()).isEqualTo(1);
            assertThat(elsewhere.received()).isZero();
        }
    }

    @Test
    void anUnsignedSuccessIsNotBelieved() throws IOException {
        try (Postbox impostor =
                new Postbox(200, Map.of("Content-Type", "application/json"), "{\"trade_state\":\"SUCCESS\"}")) {
            WeChatPayGateway deceived = gateway(Map.of("orderloom.wechat-pay.base-url", impostor.url()));
            PaymentRef payment = request(Scene.NATIVE).payment();

            assertThat(deceived.query(payment)).isInstanceOf(Outcome.Unknown.class);
            assertThat(deceived.close(payment)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aWrongKeyOrAForeignApplicationIsRefusedForGood() {
        WeChatPayGateway wrongSerial = gateway(Map.of("orderloom.wechat-pay.merchant-serial-number", "0".repeat(40)));
        WeChatPayGateway wrongApp = gateway(Map.of("orderloom.wechat-pay.app-id", "wx0000000000000000"));

        assertThat(wrongSerial.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("SIGN_ERROR"));
        assertThat(wrongApp.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("APPID_MCHID_NOT_MATCH"));
    }

    @Test
    void aPaymentOfAnotherApplicationOfTheMerchantIsToldApart() {
        PrepayRequest request = opened();
        WeChatPayGateway otherApp = gateway(Map.of("orderloom.wechat-pay.app-id", "wx0000000000000000"));

        assertThat(succeeded(otherApp.query(request.payment())).merchantMatches())
                .isFalse();
    }

    @Test
    void theSandboxsNotificationIsRead() {
        PrepayRequest request = opened();
        sandbox.pay(number(request));

        PaymentNotification read = reader().read(notified(request, "NONE"));

        assertThat(read.payment()).isEqualTo(succeeded(gateway.query(request.payment())));
        assertThat(reader().read(notified(request, "NONE")).notificationId())
                .as("a repeat has the same id")
                .isEqualTo(read.notificationId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNATURE", "BODY", "MERCHANT", "STALE", "PROBE"})
    void theSandboxsForgeriesAreRefused(String tamper) {
        Raw raw = notified(opened(), tamper);

        assertThatThrownBy(() -> reader().read(raw))
                .isInstanceOfSatisfying(NotificationRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_AUTHENTIC));
    }

    @Test
    void authenticNonsenseIsReadAsItIsSoThatTheBooksCanDisagree() {
        PrepayRequest request = opened();

        assertThat(reader().read(notified(request, "AMOUNT")).payment().amountFen())
                .isEqualTo(12899);
        assertThat(reader().read(notified(request, "CURRENCY")).payment().currency())
                .isEqualTo("USD");
    }

    private static void assertNotExecuted(WeChatPayGateway unreachable) {
        PrepayRequest request = request(Scene.MINI_PROGRAM);
        assertThat(unreachable.prepay(request)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.close(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
    }

    private static Raw notified(PrepayRequest request, String tamper) {
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode().put("paymentNo", number(request)).put("tamper", tamper));
        Postbox.Letter letter = postbox.next();
        return new Raw(letter.headers(), letter.body());
    }

    private static WeChatPaySettings settings(Map<String, String> replaced) {
        return sandbox.bind("orderloom.wechat-pay", WeChatPaySettings.class, replaced);
    }

    private static WeChatPayGateway gateway(Map<String, String> replaced) {
        WeChatPaySettings settings = settings(replaced);
        return new WeChatPayGateway(settings, new WeChatPayKeys(settings, Instant::now));
    }

    private static WeChatPayNotificationReader reader() {
        WeChatPaySettings settings = settings(Map.of());
        return new WeChatPayNotificationReader(
                new WeChatPayEnvelope(new WeChatPayKeys(settings, Instant::now), Instant::now), settings);
    }

    private static WeChatPayGateway facing(String fault) {
        return fault.equals("TIMEOUT") ? hurried : gateway;
    }

    private static PrepayRequest opened() {
        PrepayRequest request = request(Scene.MINI_PROGRAM);
        succeeded(gateway.prepay(request));
        return request;
    }

    private static PrepayRequest request(Scene scene) {
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(NUMBERS.next()), scene, now, now.plusSeconds(1800));
        return new PrepayRequest(
                payment,
                Money.ofFen(12900),
                "织机茶 Loom tea",
                scene == Scene.MINI_PROGRAM ? "openid-of-alice" : null,
                "203.0.113.7");
    }

    private static String number(PrepayRequest request) {
        return request.payment().paymentNo().value();
    }

    private static State state(PrepayRequest request) {
        return succeeded(gateway.query(request.payment())).state();
    }

    private static long booked(PaymentRef payment) {
        long count = 0;
        for (JsonNode booked : sandbox.books().path("payments")) {
            count +=
                    booked.path("paymentNo").asText().equals(payment.paymentNo().value()) ? 1 : 0;
        }
        return count;
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }
}
