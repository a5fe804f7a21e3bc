package io.orderloom.payment.gateway;

import static io.orderloom.payment.gateway.SellingShop.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway;
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
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Postbox;
import io.orderloom.testing.ReplayingWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter owes to whoever uses {@link PaymentGateway}, proved over the sandbox's wire, which shares no
 * code with the adapters. A further gateway needs its own subclass and nothing else here. Where payments can be
 * closed, it is {@link ClosablePaymentContract}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PaymentGatewayContract {

    protected static final ObjectMapper JSON = new ObjectMapper();
    protected static final Money TOTAL = Money.ofFen(12_905);
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");
    private static final String HELD = "TIMEOUT";

    private GatewaySandbox sandbox;
    private Postbox postbox;
    private PaymentGateway gateway;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private PaymentGateway hurried;

    /** An adapter under these settings. */
    protected abstract PaymentGateway adapter(GatewaySandbox calling, Map<String, String> replaced);

    /** Reads what the sandbox's gateway tells of payments. */
    protected abstract PaymentNotification.Reader reader();

    /** How the names of its settings begin, with the dot. */
    protected abstract String prefix();

    /** The settings under which it calls a server at this address. */
    protected abstract Map<String, String> calling(String baseUrl);

    /** A scene in which the gateway knows the payment once our own call was answered. */
    protected abstract Scene scene();

    /** What asking tells of such a payment that nobody pays. */
    protected State known() {
        return State.NOT_PAID;
    }

    /** Wrong notifications that the adapter has to see through. */
    protected Set<String> forgeries() {
        return Set.of("SIGNATURE", "BODY", "MERCHANT", "STALE", "PROBE");
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of(), "success");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(4));
        gateway = adapter(Map.of());
        hurried = adapter(Map.of(prefix() + "call-timeout", "1500ms"));
    }

    @AfterAll
    void stop() {
        sandbox.close();
        postbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void whatOpeningAnswersIsWhatTheClientTakes(Scene scene) {
        PrepayRequest request = request(scene);

        JsonNode opened = show(request, succeeded(gateway.prepay(request)));

        assertThat(opened.path("paymentNo").asText()).isEqualTo(number(request));
        assertThat(opened.path("amountFen").asLong()).isEqualTo(TOTAL.fen());
        assertThat(Instant.parse(opened.path("expiresAt").asText()))
                .isBeforeOrEqualTo(request.payment().expiresAt())
                .isAfter(request.payment().expiresAt().minusSeconds(1));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void openingTheSamePaymentAgainOpensNoSecondOne(Scene scene) {
        PrepayRequest request = request(scene);

        show(request, succeeded(gateway.prepay(request)));
        show(request, succeeded(gateway.prepay(request)));

        assertThat(booked(request.payment())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void askingTellsWhatBecameOfThePayment(Scene scene) {
        PrepayRequest request = request(scene);

        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        pay(request);
        GatewayPayment paid = succeeded(gateway.query(request.payment()));

        assertThat(paid.state()).isEqualTo(State.PAID);
        assertThat(paid.number()).isEqualTo(request.payment().paymentNo().value());
        assertThat(paid.amountFen()).isEqualTo(TOTAL.fen());
        assertThat(paid.currency()).isEqualTo("CNY");
        assertThat(paid.gatewayTransactionId()).hasSizeGreaterThan(20);
        assertThat(paid.paidAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(paid.merchantMatches()).isTrue();
    }

    @Test
    void aPayerWhoIsPayingAtThisMomentIsNotTakenForUnpaid() {
        PrepayRequest request = opened();
        sandbox.fault(channel(), "query", "PROCESSING", true);

        assertThat(state(request)).isEqualTo(State.PAYING);
    }

    @Test
    void theSameNumberWithAnotherContentIsUnknownBecauseTheFirstMayBePaid() {
        PrepayRequest request = opened();

        assertThat(gateway.prepay(
                        new PrepayRequest(request.payment(), Money.ofFen(1), "Other", request.payerId(), null)))
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
        PrepayRequest request = request(scene());
        sandbox.fault(channel(), "prepay", answer, effect);

        assertThat(facing(answer).prepay(request)).isInstanceOf(Outcome.Unknown.class);

        assertThat(booked(request.payment())).as("nothing is sent twice").isEqualTo(effect ? 1 : 0);
        assertThat(state(request)).isEqualTo(effect ? known() : State.NOT_EXIST);
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
        PrepayRequest request = paid();
        sandbox.fault(channel(), "query", answer, true);

        assertThat(facing(answer).query(request.payment())).isInstanceOf(Outcome.Unknown.class);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @Test
    void whereNobodyListensOrNoTrustCanBeMadeNothingWasExecuted() {
        notExecuted(adapter(calling("http://127.0.0.1:" + Ports.free())));
        notExecuted(adapter(calling(sandbox.baseUrl().replace("http:", "https:"))));
    }

    private void notExecuted(PaymentGateway unreachable) {
        PrepayRequest request = request(scene());
        RefundRequest refund = refund(request, 100, "4200000000000000000000000000");
        assertThat(unreachable.prepay(request)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.refund(refund)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.queryRefund(refund.refund())).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void aGatewayThatOnlyFailsIsLeftAloneForAWhile() throws IOException {
        try (Postbox broken = new Postbox(500, Map.of(), "")) {
            PaymentGateway failing = adapter(with(calling(broken.url()), prefix() + "rest", "300ms"));
            PaymentRef payment = request(scene()).payment();
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
        PaymentGateway narrow = adapter(Map.of(prefix() + "most-calls", "1"));
        PrepayRequest request = opened();
        sandbox.fault(channel(), "query", HELD, true);

        CompletableFuture<Outcome<GatewayPayment>> slow =
                CompletableFuture.supplyAsync(() -> narrow.query(request.payment()));
        await().until(() -> sandbox.get("/sandbox/v1/faults").path("faults").isEmpty());

        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(slow.join()).isInstanceOf(Outcome.Unknown.class);
        assertThat(narrow.query(request.payment())).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void noMoreCallsBeginInASecondThanItsPaceAllows() throws IOException {
        try (Postbox nonsense = new Postbox(200, Map.of(), "?")) {
            PaymentGateway paced = adapter(with(calling(nonsense.url()), prefix() + "most-calls-per-second", "3"));

            long seconds = askedAtOnce(paced, 40);

            assertThat(nonsense.received()).isPositive().isLessThanOrEqualTo((int) (3 * (seconds + 2)));
        }
    }

    @Test
    void aGatewayThatSaysTooFastIsCalledOnlyNowAndThen() throws IOException {
        try (Postbox annoyed = new Postbox(429, Map.of(), "")) {
            PaymentGateway paced = adapter(calling(annoyed.url()));
            paced.query(request(scene()).payment());

            long seconds = askedAtOnce(paced, 40);

            assertThat(annoyed.received()).isLessThanOrEqualTo((int) (1 + 5 * (seconds + 2)));
        }
    }

    /** @return after how many whole seconds all had their answer, of whom some were not even sent */
    private long askedAtOnce(PaymentGateway gateway, int times) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            long start = System.nanoTime();
            PaymentRef payment = request(scene()).payment();
            List<CompletableFuture<Outcome<GatewayPayment>>> asked = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> gateway.query(payment), threads))
                    .limit(times)
                    .toList();
            assertThat(asked.stream().map(CompletableFuture::join).toList())
                    .hasAtLeastOneElementOfType(Outcome.NotExecuted.class);
            return Duration.ofNanos(System.nanoTime() - start).toSeconds();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aRedirectIsNotFollowedAsItCouldLeadAnywhere() throws IOException {
        try (Postbox elsewhere = new Postbox(200, Map.of("Content-Type", "application/json"), "{}");
                Postbox moved = new Postbox(307, Map.of("Location", elsewhere.url()), "")) {
            assertThat(adapter(calling(moved.url())).prepay(request(scene()))).isInstanceOf(Outcome.Unknown.class);
            assertThat(moved.received()).isEqualTo(1);
            assertThat(elsewhere.received()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "application/json|{\"trade_state\":\"SUCCESS\"}",
                "application/json|{\"alipay_trade_query_response\":{\"code\":\"10000\",\"trade_status\":\"TRADE_SUCCESS\"}}",
                "text/html|{\"alipay_trade_query_response\":{\"code\":\"10000\"},\"sign\":\"\"}",
                "application/json|{\"error_response\":{\"code\":\"10000\"}}",
                "text/html|respCode=00&origRespCode=00&txnAmt=12905",
                "application/json|{}",
                "text/html|<html>hello</html>",
                "text/html|^^"
            })
    void whatIsNotSignedIsNotBelieved(String type, String body) throws IOException {
        try (Postbox impostor = new Postbox(200, Map.of("Content-Type", type), body)) {
            PaymentGateway deceived = adapter(calling(impostor.url()));
            PrepayRequest request = request(scene());

            assertThat(deceived.prepay(request)).isInstanceOf(Outcome.Unknown.class);
            assertThat(deceived.query(request.payment())).isInstanceOf(Outcome.Unknown.class);
            assertThat(deceived.queryRefund(refund(request, 100, null).refund()))
                    .isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aTrueAnswerAboutAnotherPaymentIsNotBelieved() throws IOException {
        PrepayRequest theirs = paid();
        PrepayRequest ours = paid();
        try (ReplayingWire wire = new ReplayingWire(sandbox.baseUrl())) {
            PaymentGateway deceived = adapter(calling(wire.url()));
            assertThat(succeeded(deceived.query(theirs.payment())).state()).isEqualTo(State.PAID);
            wire.replayTheLastAnswer();

            assertThat(deceived.query(ours.payment())).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aTrueAnswerAboutAnotherRefundIsNotBelieved() throws IOException {
        RefundRequest theirs = refund(paid(), 300);
        RefundRequest ours = refund(paid(), 300);
        try (ReplayingWire wire = new ReplayingWire(sandbox.baseUrl())) {
            PaymentGateway deceived = adapter(calling(wire.url()));
            succeeded(deceived.refund(theirs));
            wire.replayTheLastAnswer();

            assertThat(deceived.refund(ours)).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(refundedFen(ours)).isZero();
        settled(theirs);
        try (ReplayingWire wire = new ReplayingWire(sandbox.baseUrl())) {
            PaymentGateway deceived = adapter(calling(wire.url()));
            succeeded(deceived.queryRefund(theirs.refund()));
            wire.replayTheLastAnswer();

            assertThat(deceived.queryRefund(ours.refund())).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aRefundIsPaidOutOnceAndAskingTellsWhen() {
        RefundRequest request = refund(paid(), 5_000);

        assertThat(succeeded(gateway.queryRefund(request.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        assertThat(succeeded(gateway.refund(request)).refundNo())
                .isEqualTo(request.refund().refundNo());
        GatewayRefund settled = settled(request);
        assertThat(settled.amountFen()).isEqualTo(5_000);
        assertThat(settled.refundedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        succeeded(gateway.refund(request));
        assertThat(refundedFen(request)).isEqualTo(5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE"})
    void aRefundWhoseAnswerWasLostIsUnknownAndTheSameNumberNeverPaysTwice(String answer) {
        RefundRequest request = refund(paid(), TOTAL.fen());
        sandbox.fault(channel(), "refund", answer, true);

        assertThat(facing(answer).refund(request)).isInstanceOf(Outcome.Unknown.class);
        assertThat(succeeded(gateway.refund(request)).refundNo())
                .isEqualTo(request.refund().refundNo());

        settled(request);
        assertThat(refundedFen(request)).isEqualTo(TOTAL.fen());
    }

    @Test
    void aMerchantsAccountWithTooLittleIsAStateOfItsOwnAndTheNumberIsStillFree() {
        RefundRequest request = refund(paid(), TOTAL.fen());
        sandbox.fault(channel(), "refund", "NOT_ENOUGH", false);

        assertThat(succeeded(gateway.refund(request)).state()).isEqualTo(RefundState.NOT_ENOUGH);
        assertThat(succeeded(gateway.queryRefund(request.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        succeeded(gateway.refund(request));
        settled(request);
    }

    @Test
    void aRefundThatIsAskedForTooFastIsForLater() {
        RefundRequest request = refund(paid(), 100);
        sandbox.fault(channel(), "refund", "RATE_LIMITED", false);

        assertThat(succeeded(gateway.refund(request)).state()).isEqualTo(RefundState.LATER);
    }

    @Test
    void aRefundThatStaysUndecidedOrCannotReachThePayerIsToldByAsking() {
        RefundRequest undecided = refund(paid(), 100);
        sandbox.fault(channel(), "refund", "PROCESSING", true);
        assertThat(succeeded(gateway.refund(undecided)).state()).isEqualTo(RefundState.PROCESSING);
        assertThat(succeeded(gateway.queryRefund(undecided.refund())).state()).isEqualTo(RefundState.PROCESSING);

        RefundRequest failed = refund(paid(), 100);
        sandbox.fault(channel(), "refund", "ABNORMAL", true);
        succeeded(gateway.refund(failed));
        await().until(() -> succeeded(gateway.queryRefund(failed.refund())).state() == RefundState.ABNORMAL);
    }

    @Test
    void aRefundOfMoreThanWasPaidIsRefusedForGood() {
        assertThat(gateway.refund(refund(paid(), TOTAL.fen() + 1))).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void afterTheGatewaysWindowARefundIsRefusedForGoodAndKnownToBeNone(@TempDir Path fresh) {
        try (GatewaySandbox later = new GatewaySandbox(fresh, postbox.url(), Duration.ofSeconds(4))) {
            PaymentGateway adapter = adapter(later, Map.of());
            RefundRequest request = refund(adapter, paid(later, adapter), 100);
            later.advance(adapter.refundLimits().window().plusDays(1));

            assertThat(adapter.refund(request)).isInstanceOf(Outcome.Declined.class);
            assertThat(succeeded(adapter.queryRefund(request.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        }
    }

    @Test
    void whatTheGatewayTellsIsReadAsWhatItAnswersAndARepeatHasTheSameId() {
        PrepayRequest request = paid();

        PaymentNotification read = reader().read(notified(request, "NONE"));

        assertThat(read.payment()).isEqualTo(succeeded(gateway.query(request.payment())));
        assertThat(reader().read(notified(request, "NONE")).notificationId()).isEqualTo(read.notificationId());
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void forgeriesAreRefused(String tamper) {
        Raw raw = notified(opened(), tamper);

        assertThatThrownBy(() -> reader().read(raw))
                .isInstanceOfSatisfying(NotificationRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(tamper.equals("MERCHANT") ? Reason.ANOTHER_MERCHANT : Reason.NOT_AUTHENTIC));
    }

    @Test
    void authenticNonsenseIsReadAsItIsSoThatTheBooksCanDisagree() {
        PrepayRequest request = opened();

        assertThat(reader().read(notified(request, "AMOUNT")).payment().amountFen())
                .isEqualTo(TOTAL.fen() - 1);
        assertThat(reader().read(notified(request, "CURRENCY")).payment().currency())
                .isNotEqualTo("CNY");
    }

    Set<Scene> scenes() {
        return gateway.scenes();
    }

    protected GatewaySandbox sandbox() {
        return sandbox;
    }

    protected Postbox postbox() {
        return postbox;
    }

    protected PaymentGateway gateway() {
        return gateway;
    }

    /** An adapter of the test's sandbox. */
    protected PaymentGateway adapter(Map<String, String> replaced) {
        return adapter(sandbox, replaced);
    }

    protected String channel() {
        return gateway.channel().name();
    }

    /** A payment that nobody has heard of yet. */
    protected static PrepayRequest request(Scene scene) {
        Instant now = Instant.now();
        return new PrepayRequest(
                new PaymentRef(new PaymentNo(NUMBERS.next()), scene, now, now.plusSeconds(1800)),
                TOTAL,
                "织机茶 Loom tea",
                scene == Scene.MINI_PROGRAM ? "payer-of-tests" : null,
                "203.0.113.7");
    }

    /** A payment of which the gateway knows. */
    protected PrepayRequest opened() {
        PrepayRequest request = request(scene());
        succeeded(gateway.prepay(request));
        return request;
    }

    protected PrepayRequest paid() {
        return paid(sandbox, gateway);
    }

    protected PrepayRequest paid(GatewaySandbox of, PaymentGateway adapter) {
        PrepayRequest request = request(scene());
        show(of, request, succeeded(adapter.prepay(request)));
        of.pay(number(request));
        return request;
    }

    /** Opens it and the payer pays. */
    protected void pay(PrepayRequest request) {
        show(request, succeeded(gateway.prepay(request)));
        sandbox.pay(number(request));
    }

    /** What the client app does with it; the sandbox refuses what a real client would. */
    protected JsonNode show(PrepayRequest request, Map<String, String> params) {
        return show(sandbox, request, params);
    }

    private JsonNode show(GatewaySandbox of, PrepayRequest request, Map<String, String> params) {
        ObjectNode call = JSON.createObjectNode()
                .put("channel", channel())
                .put("scene", request.payment().scene().name());
        call.set("clientParams", JSON.valueToTree(params));
        return of.post("/sandbox/v1/client-calls", call);
    }

    /** A refund of a paid payment that nobody has asked for yet. */
    protected RefundRequest refund(PrepayRequest payment, long fen) {
        return refund(gateway, payment, fen);
    }

    protected static RefundRequest refund(PaymentGateway adapter, PrepayRequest payment, long fen) {
        return refund(payment, fen, succeeded(adapter.query(payment.payment())).gatewayTransactionId());
    }

    private static RefundRequest refund(PrepayRequest payment, long fen, @Nullable String transactionId) {
        return new RefundRequest(
                new RefundRef(new RefundNo(NUMBERS.next()), payment.payment(), Instant.now()),
                Money.ofFen(fen),
                TOTAL,
                RefundReason.STAFF,
                transactionId);
    }

    protected GatewayRefund settled(RefundRequest request) {
        return await().until(
                        () -> succeeded(gateway.queryRefund(request.refund())),
                        told -> told.state() == RefundState.SUCCEEDED);
    }

    protected static String number(PrepayRequest request) {
        return request.payment().paymentNo().value();
    }

    protected State state(PrepayRequest request) {
        return succeeded(gateway.query(request.payment())).state();
    }

    protected Raw notified(PrepayRequest request, String tamper) {
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode().put("paymentNo", number(request)).put("tamper", tamper));
        return told(request);
    }

    /** The oldest letter about a payment that nobody read; those of other tests' refunds come in between. */
    protected Raw told(PrepayRequest request) {
        Postbox.Letter letter = postbox.next();
        while (!isAbout(letter, request)) {
            letter = postbox.next();
        }
        return new Raw(letter.headers(), letter.body());
    }

    /** Whether a letter tells of this payment. */
    protected boolean isAbout(Postbox.Letter letter, PrepayRequest request) {
        return letter.body().contains(number(request));
    }

    protected long booked(PaymentRef payment) {
        long count = 0;
        for (JsonNode booked : sandbox.books().path("payments")) {
            count +=
                    booked.path("paymentNo").asText().equals(payment.paymentNo().value()) ? 1 : 0;
        }
        return count;
    }

    protected long refundedFen(RefundRequest request) {
        long fen = 0;
        for (JsonNode refund : sandbox.books().path("refunds")) {
            fen += refund.path("paymentNo")
                            .asText()
                            .equals(request.refund().payment().paymentNo().value())
                    ? refund.path("amountFen").asLong()
                    : 0;
        }
        return fen;
    }

    /** One that does not wait for an answer that is held back, and else the usual one. */
    protected PaymentGateway facing(String answer) {
        return answer.equals(HELD) ? hurried : gateway;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }
}
