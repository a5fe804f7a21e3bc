package io.orderloom.payment.gateway.alipay;

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
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Scene;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Postbox;
import java.io.IOException;
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
class AlipayGatewayTest {

    private static final String ALIPAY = "ALIPAY";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");

    private static GatewaySandbox sandbox;
    private static Postbox postbox;
    private static AlipayGateway gateway;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private static AlipayGateway hurried;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of(), "success");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(4));
        gateway = gateway(Map.of());
        hurried = gateway(Map.of("orderloom.alipay.call-timeout", "1500ms"));
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
    void whatOpeningAnswersIsWhatTheClientTakes(Scene scene) {
        PrepayRequest request = request(scene);

        JsonNode opened = clientCalls(request, succeeded(gateway.prepay(request)));

        assertThat(opened.path("paymentNo").asText()).isEqualTo(number(request));
        assertThat(opened.path("amountFen").asLong()).isEqualTo(12905);
        assertThat(Instant.parse(opened.path("expiresAt").asText()))
                .isBeforeOrEqualTo(request.payment().expiresAt())
                .isAfter(request.payment().expiresAt().minusSeconds(1));
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @ParameterizedTest
    @CsvSource({"MINI_PROGRAM, tradeNO", "NATIVE, codeUrl", "H5, url", "APP, orderString"})
    void eachScenesCallHasItsOneParameter(Scene scene, String name) {
        assertThat(succeeded(gateway.prepay(request(scene)))).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void openingTheSamePaymentAgainOpensNoSecondOne(Scene scene) {
        PrepayRequest request = request(scene);

        clientCalls(request, succeeded(gateway.prepay(request)));
        clientCalls(request, succeeded(gateway.prepay(request)));

        assertThat(booked(request.payment())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"NATIVE", "H5", "APP"})
    void whatNobodyHasOpenedIsNoTradeYetAndStaysPayableUntilAMinuteAfterItsExpiry(Scene scene) {
        PrepayRequest request = request(scene);
        Map<String, String> params = succeeded(gateway.prepay(request));
        PaymentRef payment = request.payment();

        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        assertThat(succeeded(gateway.close(payment))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(gateway.absenceIsFinal(payment, Instant.now())).isFalse();
        assertThat(gateway.absenceIsFinal(payment, payment.expiresAt().plusSeconds(59)))
                .isFalse();
        assertThat(gateway.absenceIsFinal(payment, payment.expiresAt().plusSeconds(60)))
                .isTrue();
        clientCalls(request, params);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @Test
    void insideTheMiniProgramWhoWasToldNothingCannotPay() {
        PaymentRef payment = request(Scene.MINI_PROGRAM).payment();

        assertThat(gateway.absenceIsFinal(payment, Instant.now())).isTrue();
    }

    @Test
    void aPaymentInsideTheMiniProgramNeedsItsBuyer() {
        PrepayRequest request = request(Scene.MINI_PROGRAM);

        assertThatThrownBy(
                        () -> gateway.prepay(new PrepayRequest(request.payment(), request.amount(), "Tea", " ", null)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aSubjectIsCutAndHasNoneOfTheSignsThatAlipayRefuses() {
        PrepayRequest request = request(Scene.NATIVE);

        succeeded(gateway.prepay(
                new PrepayRequest(request.payment(), request.amount(), "a/b=c&d\n" + "丝".repeat(300), null, null)));

        assertThat(sandbox.get("/sandbox/v1/payments/" + number(request))
                        .path("description")
                        .asText())
                .startsWith("a b c d 丝")
                .hasSize(128);
    }

    @ParameterizedTest
    @EnumSource(Scene.class)
    void askingTellsThatItIsPaid(Scene scene) {
        PrepayRequest request = opened(scene);
        sandbox.pay(number(request));

        GatewayPayment paid = succeeded(gateway.query(request.payment()));

        assertThat(paid.state()).isEqualTo(State.PAID);
        assertThat(paid.paymentNo()).isEqualTo(request.payment().paymentNo());
        assertThat(paid.amountFen()).isEqualTo(12905);
        assertThat(paid.currency()).isEqualTo("CNY");
        assertThat(paid.gatewayTransactionId()).hasSizeGreaterThan(20);
        assertThat(paid.paidAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(paid.payerId()).isNotBlank();
        assertThat(paid.merchantMatches()).isTrue();
    }

    @Test
    void aPayerWhoIsPayingAtThisMomentIsNotTakenForUnpaid() {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "query", "PROCESSING", true);

        assertThat(state(request)).isEqualTo(State.PAYING);
    }

    @Test
    void closingIsAcceptedAndOnlyAskingSaysThatItIsClosed() {
        PrepayRequest request = opened(Scene.NATIVE);

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(state(request)).isEqualTo(State.CLOSED);
        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
    }

    @Test
    void aPaidPaymentCannotBeClosed() {
        PrepayRequest request = opened(Scene.APP);
        sandbox.pay(number(request));

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.ALREADY_PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROCESSING", "RATE_LIMITED"})
    void closingWhileThePayerPaysIsForLater(String answer) {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "close", answer, false);

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.LATER);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @Test
    void aClosedNumberIsRefusedForGood() {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        succeeded(gateway.close(request.payment()));

        assertThat(gateway.prepay(request))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("ACQ.TRADE_HAS_CLOSE"));
    }

    @Test
    void aNumberThatAlipayKnowsOtherwiseIsUnknownBecauseTheFirstMayBePaid() {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);

        assertThat(gateway.prepay(
                        new PrepayRequest(request.payment(), Money.ofFen(1), "Other", "buyer-of-tests", null)))
                .isInstanceOf(Outcome.Unknown.class);
        sandbox.pay(number(request));
        assertThat(gateway.prepay(request)).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, true",
        "TIMEOUT, false",
        "HTTP_500, true",
        "HTTP_500, false",
        "HTTP_502, true",
        "SYSTEM_ERROR, true",
        "RESET, true",
        "HALF_BODY, true",
        "BAD_SIGNATURE, true",
        "BAD_SIGNATURE, false",
        "RATE_LIMITED, true"
    })
    void anOpeningWithoutATrustworthyAnswerIsUnknown(String answer, boolean effect) {
        PrepayRequest request = request(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "prepay", answer, effect);

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
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "query", answer, true);

        assertThat(facing(answer).query(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void closingWithoutATrustworthyAnswerIsUnknown(String answer) {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "close", answer, true);

        assertThat(facing(answer).close(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.CLOSED);
    }

    @Test
    void whereNobodyListensNothingWasExecuted() {
        AlipayGateway unreachable = gateway(
                Map.of("orderloom.alipay.gateway-url", "http://127.0.0.1:" + Ports.free() + "/alipay/gateway.do"));
        PrepayRequest request = request(Scene.NATIVE);

        assertThat(unreachable.prepay(request)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.close(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.queryRefund(refund(request))).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void aGatewayThatOnlyFailsIsLeftAloneForAWhile() throws IOException {
        try (Postbox broken = new Postbox(500, Map.of(), "")) {
            AlipayGateway failing =
                    gateway(Map.of("orderloom.alipay.gateway-url", broken.url(), "orderloom.alipay.rest", "300ms"));
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
        AlipayGateway narrow = gateway(Map.of("orderloom.alipay.most-calls", "1"));
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.fault(ALIPAY, "query", "TIMEOUT", true);

        CompletableFuture<Outcome<GatewayPayment>> slow =
                CompletableFuture.supplyAsync(() -> narrow.query(request.payment()));
        await().until(() -> sandbox.get("/sandbox/v1/faults").path("faults").isEmpty());

        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(slow.join()).isInstanceOf(Outcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alipay_trade_query_response\":{\"code\":\"10000\",\"trade_status\":\"TRADE_SUCCESS\"}}",
                "{\"alipay_trade_query_response\":{\"code\":\"10000\"},\"sign\":\"\"}",
                "{\"error_response\":{\"code\":\"10000\"}}",
                "{}",
                "",
                "<html>hello</html>"
            })
    void anUnsignedSuccessIsNotBelieved(String answer) throws IOException {
        try (Postbox impostor = new Postbox(200, Map.of("Content-Type", "text/html"), answer)) {
            AlipayGateway deceived = gateway(Map.of("orderloom.alipay.gateway-url", impostor.url()));

            assertThat(deceived.query(request(Scene.NATIVE).payment())).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aWrongKeyOrAForeignApplicationIsRefusedForGood() {
        AlipayGateway wrongKey =
                gateway(Map.of("orderloom.alipay.private-key", sandbox.setting("orderloom.wechat-pay.private-key")));
        AlipayGateway wrongApp = gateway(Map.of("orderloom.alipay.app-id", "2021000000000000"));

        assertThat(wrongKey.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("isv.invalid-signature"));
        assertThat(wrongApp.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("isv.invalid-app-id"));
    }

    @Test
    void whatSomebodyElseSignedNoClientOpens() {
        AlipayGateway wrongKey =
                gateway(Map.of("orderloom.alipay.private-key", sandbox.setting("orderloom.wechat-pay.private-key")));
        PrepayRequest request = request(Scene.APP);
        Map<String, String> params = succeeded(wrongKey.prepay(request));

        assertThatThrownBy(() -> clientCalls(request, params))
                .hasMessageContaining("422")
                .hasMessageContaining("invalid-signature");
    }

    @Test
    void aRefundIsPaidOutAtOnceAndItsNumberNeverPaysTwice() {
        PrepayRequest request = paid();
        RefundRequest refund = refund(request, 5000);

        assertThat(succeeded(gateway.queryRefund(refund.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        GatewayRefund made = succeeded(gateway.refund(refund));
        assertThat(made.state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(made.amountFen()).isEqualTo(5000);
        assertThat(succeeded(gateway.refund(refund)).state()).isEqualTo(RefundState.PROCESSING);

        GatewayRefund asked = succeeded(gateway.queryRefund(refund.refund()));
        assertThat(asked.state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(asked.amountFen()).isEqualTo(5000);
        assertThat(asked.refundedAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(state(request)).isEqualTo(State.PAID);
        assertThat(refundedFen(request)).isEqualTo(5000);
    }

    @Test
    void whatWasRefundedWholeIsToldApartFromWhatWasNeverPaid() {
        PrepayRequest request = paid();

        succeeded(gateway.refund(refund(request, 12905)));

        assertThat(state(request)).isEqualTo(State.REFUNDED);
    }

    @Test
    void moreThanWasPaidIsRefusedForGood() {
        assertThat(gateway.refund(refund(paid(), 12906))).isInstanceOf(Outcome.Declined.class);
    }

    @ParameterizedTest
    @CsvSource({"NOT_ENOUGH, NOT_ENOUGH", "RATE_LIMITED, LATER", "PROCESSING, PROCESSING", "ABNORMAL, PROCESSING"})
    void aRefundThatWasNotPaidOutIsToldForWhatItIs(String answer, RefundState expected) {
        RefundRequest refund = refund(paid(), 100);
        sandbox.fault(ALIPAY, "refund", answer, false);

        assertThat(succeeded(gateway.refund(refund)).state()).isEqualTo(expected);
    }

    @Test
    void aRefundThatStaysUndecidedOrFailsIsToldByAsking() {
        RefundRequest undecided = refund(paid(), 100);
        sandbox.fault(ALIPAY, "refund", "PROCESSING", true);
        succeeded(gateway.refund(undecided));
        assertThat(succeeded(gateway.queryRefund(undecided.refund())).state()).isEqualTo(RefundState.PROCESSING);

        RefundRequest failed = refund(paid(), 100);
        sandbox.fault(ALIPAY, "refund", "ABNORMAL", true);
        succeeded(gateway.refund(failed));
        assertThat(succeeded(gateway.queryRefund(failed.refund())).state()).isEqualTo(RefundState.ABNORMAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void aRefundWithoutATrustworthyAnswerIsUnknownAndPaidOnce(String answer) {
        PrepayRequest request = paid();
        RefundRequest refund = refund(request, 700);
        sandbox.fault(ALIPAY, "refund", answer, true);

        assertThat(facing(answer).refund(refund)).isInstanceOf(Outcome.Unknown.class);

        assertThat(succeeded(gateway.queryRefund(refund.refund())).state()).isEqualTo(RefundState.SUCCEEDED);
        succeeded(gateway.refund(refund));
        assertThat(refundedFen(request)).isEqualTo(700);
    }

    @Test
    void theSandboxsNotificationIsRead() {
        PrepayRequest request = paid();

        PaymentNotification read = reader().read(notified(request, "NONE"));

        assertThat(read.payment()).isEqualTo(succeeded(gateway.query(request.payment())));
        assertThat(reader().read(notified(request, "NONE")).notificationId())
                .as("a repeat has the same id")
                .isEqualTo(read.notificationId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNATURE", "BODY", "MERCHANT", "PROBE"})
    void theSandboxsForgeriesAreRefused(String tamper) {
        Raw raw = notified(opened(Scene.MINI_PROGRAM), tamper);

        assertThatThrownBy(() -> reader().read(raw))
                .isInstanceOfSatisfying(NotificationRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_AUTHENTIC));
    }

    @Test
    void authenticNonsenseIsReadAsItIsSoThatTheBooksCanDisagree() {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);

        assertThat(reader().read(notified(request, "AMOUNT")).payment().amountFen())
                .isEqualTo(12904);
        assertThat(reader().read(notified(request, "CURRENCY")).payment().currency())
                .isEqualTo("USD");
        assertThat(reader().read(notified(request, "STALE")).payment().state()).isEqualTo(State.PAID);
    }

    @Test
    void aNotificationOfARefundIsNoSecondPayment() {
        PrepayRequest request = paid();
        succeeded(gateway.refund(refund(request, 300)));

        PaymentNotification read = reader().read(told(request));

        assertThat(read.payment().paymentNo()).isEqualTo(request.payment().paymentNo());
        assertThat(read.payment().state()).isEqualTo(State.REFUNDED);
    }

    private static Raw notified(PrepayRequest request, String tamper) {
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode().put("paymentNo", number(request)).put("tamper", tamper));
        return told(request);
    }

    /** The oldest notification about a payment; those of other tests' refunds come in between. */
    private static Raw told(PrepayRequest request) {
        Postbox.Letter letter = postbox.next();
        while (!letter.body().contains(number(request))) {
            letter = postbox.next();
        }
        return new Raw(letter.headers(), letter.body());
    }

    private static AlipaySettings settings(Map<String, String> replaced) {
        return sandbox.bind("orderloom.alipay", AlipaySettings.class, replaced);
    }

    private static AlipayGateway gateway(Map<String, String> replaced) {
        AlipaySettings settings = settings(replaced);
        return new AlipayGateway(settings, new AlipayKeys(settings, Instant::now));
    }

    private static AlipayNotificationReader reader() {
        AlipaySettings settings = settings(Map.of());
        return new AlipayNotificationReader(settings, new AlipayKeys(settings, Instant::now));
    }

    private static AlipayGateway facing(String fault) {
        return fault.equals("TIMEOUT") ? hurried : gateway;
    }

    private static JsonNode clientCalls(PrepayRequest request, Map<String, String> params) {
        ObjectNode call = JSON.createObjectNode()
                .put("channel", ALIPAY)
                .put("scene", request.payment().scene().name());
        call.set("clientParams", JSON.valueToTree(params));
        return sandbox.post("/sandbox/v1/client-calls", call);
    }

    private static PrepayRequest opened(Scene scene) {
        PrepayRequest request = request(scene);
        clientCalls(request, succeeded(gateway.prepay(request)));
        return request;
    }

    private static PrepayRequest paid() {
        PrepayRequest request = opened(Scene.MINI_PROGRAM);
        sandbox.pay(number(request));
        return request;
    }

    private static PrepayRequest request(Scene scene) {
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(NUMBERS.next()), scene, now, now.plusSeconds(1800));
        return new PrepayRequest(payment, Money.ofFen(12905), "织机茶 Loom tea", "buyer-of-tests", "203.0.113.7");
    }

    private static RefundRef refund(PrepayRequest request) {
        return new RefundRef(new RefundNo(NUMBERS.next()), request.payment(), Instant.now());
    }

    private static RefundRequest refund(PrepayRequest request, long fen) {
        return new RefundRequest(refund(request), Money.ofFen(fen), request.amount(), RefundReason.AFTER_SALE, null);
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

    private static long refundedFen(PrepayRequest request) {
        long fen = 0;
        for (JsonNode refund : sandbox.books().path("refunds")) {
            fen += refund.path("paymentNo").asText().equals(number(request))
                    ? refund.path("amountFen").asLong()
                    : 0;
        }
        return fen;
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }
}
