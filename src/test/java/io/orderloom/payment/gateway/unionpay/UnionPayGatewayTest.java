package io.orderloom.payment.gateway.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Scene;
import io.orderloom.sandbox.SandboxKeys;
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

/** The adapter against the sandbox's wire, which signs with code of its own. */
class UnionPayGatewayTest {

    private static final String UNIONPAY = "UNIONPAY";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");
    private static final Money TOTAL = Money.ofFen(12_900);

    private static GatewaySandbox sandbox;
    private static Postbox postbox;
    private static UnionPayGateway gateway;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private static UnionPayGateway hurried;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of(), "");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(4));
        gateway = gateway(Map.of());
        hurried = gateway(Map.of("orderloom.unionpay.call-timeout", "1500ms"));
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
    @EnumSource(
            value = Scene.class,
            names = {"NATIVE", "H5", "APP"})
    void whatOpeningAnswersIsWhatTheClientAppTakes(Scene scene) {
        PrepayRequest request = request(scene);

        JsonNode opened = show(scene, succeeded(gateway.prepay(request)));

        assertThat(opened.path("paymentNo").asText())
                .isEqualTo(request.payment().paymentNo().value());
        assertThat(opened.path("amountFen").asLong()).isEqualTo(12_900);
        assertThat(opened.path("description").asText()).isEqualTo("织机茶 Loom tea");
        assertThat(Instant.parse(opened.path("expiresAt").asText()))
                .isBeforeOrEqualTo(request.payment().expiresAt())
                .isAfter(request.payment().expiresAt().minusSeconds(1));
    }

    @Test
    void theFormOfABrowserIsKnownToNobodyUntilItIsPosted() {
        PrepayRequest request = request(Scene.H5);

        Map<String, String> params = succeeded(gateway.prepay(request));

        assertThat(params).containsOnlyKeys("form");
        assertThat(params.get("form"))
                .startsWith("<form ")
                .contains("method=\"post\"")
                .contains(sandbox.baseUrl() + "/gateway/api/frontTransReq.do")
                .contains(".submit()");
        assertThat(booked(request.payment())).isZero();
        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        show(Scene.H5, params);
        assertThat(state(request)).as("the payer looks at the page").isEqualTo(State.PAYING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"NATIVE", "H5", "APP"})
    void openingTheSamePaymentAgainOpensNoSecondOne(Scene scene) {
        PrepayRequest request = request(scene);

        Map<String, String> first = succeeded(gateway.prepay(request));
        Map<String, String> second = succeeded(gateway.prepay(request));

        assertThat(second).isEqualTo(first);
        show(scene, second);
        assertThat(booked(request.payment())).isEqualTo(1);
    }

    @Test
    void aFormWhoseAmountWasChangedOnTheWayIsRefusedByUnionPay() {
        String form = succeeded(gateway.prepay(request(Scene.H5))).getOrDefault("form", "");
        Map<String, String> cheaper = Map.of("form", form.replace("value=\"12900\"", "value=\"1\""));

        assertThat(cheaper.get("form")).isNotEqualTo(form);
        assertThatThrownBy(() -> show(Scene.H5, cheaper)).hasMessageContaining("422");
    }

    @Test
    void aDescriptionCannotBreakTheFormOrTheRawAnswers() {
        PrepayRequest plain = request(Scene.H5);
        PrepayRequest nasty =
                new PrepayRequest(plain.payment(), TOTAL, "\"><script>x&y={z}[]</script>" + "丝".repeat(40), null, null);

        JsonNode opened = show(Scene.H5, succeeded(gateway.prepay(nasty)));

        assertThat(opened.path("description").asText())
                .startsWith("\"><script>x y  z")
                .hasSize(32);
    }

    @Test
    void thereIsNoMiniProgram() {
        assertThat(gateway.scenes()).containsExactlyInAnyOrder(Scene.NATIVE, Scene.H5, Scene.APP);
        assertThatThrownBy(() -> gateway.prepay(request(Scene.MINI_PROGRAM))).isInstanceOf(InvalidRequest.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"NATIVE", "H5", "APP"})
    void askingTellsWhatBecameOfThePayment(Scene scene) {
        PrepayRequest request = request(scene);

        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        pay(request);
        GatewayPayment paid = succeeded(gateway.query(request.payment()));

        assertThat(paid.state()).isEqualTo(State.PAID);
        assertThat(paid.paymentNo()).isEqualTo(request.payment().paymentNo());
        assertThat(paid.amountFen()).isEqualTo(12_900);
        assertThat(paid.currency()).isEqualTo("CNY");
        assertThat(paid.gatewayTransactionId()).matches("95[0-9]{19}");
        assertThat(paid.paidAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(paid.payerId()).as("a card number is nothing to keep").isNull();
        assertThat(paid.merchantMatches()).isTrue();
    }

    @Test
    void theTimeOfOpeningIsPartOfThePaymentsKey() {
        PrepayRequest request = request(Scene.NATIVE);
        pay(request);
        PaymentRef payment = request.payment();
        PaymentRef another = new PaymentRef(
                payment.paymentNo(), payment.scene(), payment.openedAt().minusSeconds(1), payment.expiresAt());

        assertThat(succeeded(gateway.query(another)).state()).isEqualTo(State.NOT_EXIST);
    }

    @Test
    void anAttemptUnderWayIsNotTakenForUnpaidAndAFailedOneLeavesThePaymentPayable() {
        PrepayRequest request = opened();
        sandbox.fault(UNIONPAY, "query", "PROCESSING", true);
        assertThat(state(request)).isEqualTo(State.PAYING);
        sandbox.fault(UNIONPAY, "query", "ABNORMAL", true);
        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        pay(request);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @Test
    void closingIsAlwaysForLaterAndAbsenceIsFinalOnlyAMinuteAfterTheExpiry() {
        PrepayRequest request = opened();
        Instant expiry = request.payment().expiresAt();

        assertThat(succeeded(gateway.close(request.payment()))).isEqualTo(CloseAnswer.LATER);
        assertThat(gateway.absenceIsFinal(request.payment(), expiry)).isFalse();
        assertThat(gateway.absenceIsFinal(request.payment(), expiry.plusSeconds(60)))
                .isFalse();
        assertThat(gateway.absenceIsFinal(request.payment(), expiry.plusSeconds(61)))
                .isTrue();
    }

    @Test
    void theSameNumberWithAnotherContentIsUnknownBecauseTheFirstMayBePaid() {
        PrepayRequest request = opened();

        assertThat(gateway.prepay(new PrepayRequest(request.payment(), Money.ofFen(1), "Other", null, null)))
                .isEqualTo(new Outcome.Unknown<>("respCode 12"));
    }

    @Test
    void anotherMerchantOrAnotherCertificateIsRefusedForGood() {
        assertThat(gateway(Map.of("orderloom.unionpay.mer-id", "777290000000000"))
                        .prepay(request(Scene.APP)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("31"));
        SandboxKeys others = SandboxKeys.generate();
        UnionPayGateway stranger = gateway(Map.of(
                "orderloom.unionpay.certificate", others.unionPayMerchantCertificatePem(),
                "orderloom.unionpay.private-key", others.unionPayMerchantPrivateKeyPem()));

        assertThat(stranger.prepay(request(Scene.APP)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("11"));
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, true",
        "TIMEOUT, false",
        "HTTP_500, true",
        "HTTP_502, false",
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
        PrepayRequest request = request(Scene.NATIVE);
        sandbox.fault(UNIONPAY, "prepay", answer, effect);

        assertThat(facing(answer).prepay(request)).isInstanceOf(Outcome.Unknown.class);

        assertThat(booked(request.payment())).as("nothing is sent twice").isEqualTo(effect ? 1 : 0);
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
        PrepayRequest request = request(Scene.NATIVE);
        pay(request);
        sandbox.fault(UNIONPAY, "query", answer, true);

        assertThat(facing(answer).query(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @Test
    void whereNobodyListensNothingWasExecuted() {
        UnionPayGateway unreachable =
                gateway(Map.of("orderloom.unionpay.base-url", "http://127.0.0.1:" + Ports.free()));
        PrepayRequest request = request(Scene.APP);

        assertThat(unreachable.prepay(request)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void aGatewayThatOnlyFailsIsLeftAloneForAWhile() throws IOException {
        try (Postbox broken = new Postbox(500, Map.of(), "")) {
            UnionPayGateway failing =
                    gateway(Map.of("orderloom.unionpay.base-url", broken.url(), "orderloom.unionpay.rest", "300ms"));
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
        UnionPayGateway narrow = gateway(Map.of("orderloom.unionpay.most-calls", "1"));
        PrepayRequest request = opened();
        sandbox.fault(UNIONPAY, "query", "TIMEOUT", true);

        CompletableFuture<Outcome<GatewayPayment>> slow =
                CompletableFuture.supplyAsync(() -> narrow.query(request.payment()));
        await().until(() -> sandbox.get("/sandbox/v1/faults").path("faults").isEmpty());

        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(slow.join()).isInstanceOf(Outcome.Unknown.class);
        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "respCode=00&origRespCode=00&txnAmt=12900",
                "<html>Invalid request.</html>",
                "",
                "{\"respCode\":\"00\"}"
            })
    void whatIsNotSignedIsNotBelieved(String body) throws IOException {
        try (Postbox impostor = new Postbox(200, Map.of("Content-Type", "text/html"), body)) {
            UnionPayGateway deceived = gateway(Map.of("orderloom.unionpay.base-url", impostor.url()));
            PrepayRequest request = request(Scene.APP);

            assertThat(deceived.query(request.payment())).isInstanceOf(Outcome.Unknown.class);
            assertThat(deceived.prepay(request)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void acceptedIsNotRefundedAndAskingTellsWhenItIs() {
        RefundRequest request = refund(5_000);

        GatewayRefund accepted = succeeded(gateway.refund(request));

        assertThat(accepted.state()).isEqualTo(RefundState.PROCESSING);
        assertThat(accepted.refundNo()).isEqualTo(request.refund().refundNo());
        GatewayRefund settled = settled(request);
        assertThat(settled.amountFen()).isEqualTo(5_000);
        assertThat(settled.gatewayRefundId()).matches("95[0-9]{19}");
        assertThat(settled.refundedAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(gateway.refundsApart()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void aRefundWhoseAnswerWasLostIsUnknownAndTheSameNumberNeverPaysTwice(String answer) {
        RefundRequest request = refund(12_900);
        sandbox.fault(UNIONPAY, "refund", answer, true);

        assertThat(facing(answer).refund(request)).isInstanceOf(Outcome.Unknown.class);
        assertThat(succeeded(gateway.refund(request)).refundNo())
                .isEqualTo(request.refund().refundNo());

        settled(request);
        assertThat(refunds(request)).isEqualTo(1);
    }

    @Test
    void aMerchantsAccountWithTooLittleIsAStateOfItsOwnAndTheNumberIsStillFree() {
        RefundRequest request = refund(12_900);
        sandbox.fault(UNIONPAY, "refund", "NOT_ENOUGH", false);

        assertThat(succeeded(gateway.refund(request)).state()).isEqualTo(RefundState.NOT_ENOUGH);
        assertThat(succeeded(gateway.queryRefund(request.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        assertThat(succeeded(gateway.refund(request)).state()).isEqualTo(RefundState.PROCESSING);
    }

    @Test
    void askedTooOftenIsForLater() {
        RefundRequest request = refund(12_900);
        sandbox.fault(UNIONPAY, "refund", "RATE_LIMITED", false);

        assertThat(succeeded(gateway.refund(request)).state()).isEqualTo(RefundState.LATER);
    }

    @Test
    void aRefundOfMoreThanWasPaidIsRefusedWithTheGatewaysCode() {
        assertThat(gateway.refund(refund(12_901)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("33"));
    }

    @Test
    void aRefundThatCannotReachThePayerIsAbnormal() {
        RefundRequest request = refund(12_900);
        sandbox.fault(UNIONPAY, "refund", "ABNORMAL", true);
        succeeded(gateway.refund(request));

        await().until(() -> succeeded(gateway.queryRefund(request.refund())).state() == RefundState.ABNORMAL);
    }

    @Test
    void withoutUnionPaysOwnNumberThePaymentIsAskedAboutFirst() {
        RefundRequest known = refund(100);
        RefundRequest bare = new RefundRequest(known.refund(), known.amount(), known.total(), RefundReason.STAFF, null);

        assertThat(succeeded(gateway.refund(bare)).state()).isEqualTo(RefundState.PROCESSING);
    }

    private static UnionPayGateway gateway(Map<String, String> replaced) {
        UnionPaySettings settings = sandbox.bind("orderloom.unionpay", UnionPaySettings.class, replaced);
        return new UnionPayGateway(settings, new UnionPayKeys(settings, Instant::now));
    }

    private static UnionPayGateway facing(String answer) {
        return answer.equals("TIMEOUT") ? hurried : gateway;
    }

    private static PrepayRequest request(Scene scene) {
        Instant now = Instant.now();
        return new PrepayRequest(
                new PaymentRef(new PaymentNo(NUMBERS.next()), scene, now, now.plusSeconds(1800)),
                TOTAL,
                "织机茶 Loom tea",
                null,
                null);
    }

    private static PrepayRequest opened() {
        PrepayRequest request = request(Scene.NATIVE);
        succeeded(gateway.prepay(request));
        return request;
    }

    private static void pay(PrepayRequest request) {
        show(request.payment().scene(), succeeded(gateway.prepay(request)));
        sandbox.pay(request.payment().paymentNo().value());
    }

    private static JsonNode show(Scene scene, Map<String, String> params) {
        ObjectNode call = JSON.createObjectNode().put("channel", UNIONPAY).put("scene", scene.name());
        call.set("clientParams", JSON.valueToTree(params));
        return sandbox.post("/sandbox/v1/client-calls", call);
    }

    private static RefundRequest refund(long fen) {
        PrepayRequest payment = request(Scene.H5);
        pay(payment);
        return new RefundRequest(
                new RefundRef(new RefundNo(NUMBERS.next()), payment.payment(), Instant.now()),
                Money.ofFen(fen),
                TOTAL,
                RefundReason.STAFF,
                succeeded(gateway.query(payment.payment())).gatewayTransactionId());
    }

    private static GatewayRefund settled(RefundRequest request) {
        return await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> succeeded(gateway.queryRefund(request.refund())),
                        told -> told.state() == RefundState.SUCCEEDED);
    }

    private static State state(PrepayRequest request) {
        return succeeded(gateway.query(request.payment())).state();
    }

    private static long booked(PaymentRef payment) {
        return count("payments", payment);
    }

    private static long refunds(RefundRequest request) {
        return count("refunds", request.refund().payment());
    }

    private static long count(String books, PaymentRef payment) {
        long count = 0;
        for (JsonNode row : sandbox.books().path(books)) {
            count += row.path("paymentNo").asText().equals(payment.paymentNo().value()) ? 1 : 0;
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
