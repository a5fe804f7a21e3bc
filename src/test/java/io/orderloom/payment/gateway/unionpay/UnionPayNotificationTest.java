package io.orderloom.payment.gateway.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.RefundNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications as UnionPay sends them, and everything that only looks like one. */
class UnionPayNotificationTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:31:00Z");

    private final UnionPaySettings settings = UnionPayNotifier.settings(Map.of());
    private final UnionPayNotices notices = new UnionPayNotices(settings, new UnionPayKeys(settings, () -> NOW));
    private final PaymentNotification.Reader reader = new UnionPayNotificationReader(notices);
    private final RefundNotification.Reader refunds = new UnionPayRefundNotificationReader(notices);

    @Test
    void aTrueNotificationIsReadWhole() {
        PaymentNotification read = reader.read(new UnionPayNotifier().raw());

        assertThat(read.channel()).isEqualTo(Channel.UNIONPAY);
        assertThat(read.notificationId()).matches("[0-9a-f]{64}");
        assertThat(read.payment().number()).hasToString(UnionPayNotifier.NUMBER);
        assertThat(read.payment().state()).isEqualTo(State.PAID);
        assertThat(read.payment().amountFen()).isEqualTo(12_900);
        assertThat(read.payment().currency()).isEqualTo("CNY");
        assertThat(read.payment().gatewayTransactionId()).isEqualTo("952611222030004791038");
        assertThat(read.payment().paidAt()).isEqualTo(Instant.parse("2026-11-22T12:30:00Z"));
        assertThat(read.payment().payerId()).isNull();
        assertThat(read.payment().merchantMatches()).isTrue();
    }

    @Test
    void aRepeatIsTheSameEventAndAnotherContentIsNot() {
        String id = reader.read(new UnionPayNotifier().raw()).notificationId();

        assertThat(reader.read(new UnionPayNotifier().with("respMsg", "Success").raw())
                        .notificationId())
                .isEqualTo(id);
        assertThat(reader.read(new UnionPayNotifier().with("txnAmt", "12899").raw())
                        .notificationId())
                .isNotEqualTo(id);
        assertThat(reader.read(new UnionPayNotifier().with("respCode", "05").raw())
                        .notificationId())
                .isNotEqualTo(id);
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatterAndEmptyOnesAreNotSigned() {
        Map<String, String> signed = new UnionPayNotifier().signed();
        String backwards = UnionPayNotifier.form(signed.entrySet().stream()
                .collect(
                        () -> new TreeMap<String, String>(java.util.Comparator.reverseOrder()),
                        (map, field) -> map.put(field.getKey(), field.getValue()),
                        Map::putAll));

        assertThat(reader.read(new Raw(Map.of(), backwards + "&reqReserved="))
                        .payment()
                        .state())
                .isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12900", "000000012900", "0012900"})
    void amountsAreComparedAsFen(String amount) {
        assertThat(reader.read(new UnionPayNotifier().with("txnAmt", amount).raw())
                        .payment()
                        .amountFen())
                .isEqualTo(12_900);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "129.00", "-12900", "1e4", "1290000000000", "１２９００"})
    void anAmountThatIsNoneIsUnreadable(String amount) {
        refused(Reason.UNREADABLE, new UnionPayNotifier().with("txnAmt", amount));
    }

    @Test
    void amountAndCurrencyAreReadAsTheyAre() {
        var wrong = reader.read(new UnionPayNotifier()
                        .with("txnAmt", "1")
                        .with("currencyCode", "840")
                        .raw())
                .payment();

        assertThat(wrong.amountFen()).isEqualTo(1);
        assertThat(wrong.currency()).isEqualTo("840");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "signPubKeyCert", "version", "signMethod"})
    void whatMakesItAuthenticMustBeThere(String field) {
        Map<String, String> missing = new UnionPayNotifier().signed();
        missing.remove(field);
        refused(Reason.NOT_AUTHENTIC, new Raw(Map.of(), UnionPayNotifier.form(missing)));
        Map<String, String> empty = new UnionPayNotifier().signed();
        empty.put(field, "");
        refused(Reason.NOT_AUTHENTIC, new Raw(Map.of(), UnionPayNotifier.form(empty)));
        Map<String, String> huge = new UnionPayNotifier().signed();
        huge.put(field, "x".repeat(20_000));
        refused(Reason.NOT_AUTHENTIC, new Raw(Map.of(), UnionPayNotifier.form(huge)));
    }

    @ParameterizedTest
    @CsvSource({"version, 5.0.0", "version, 1.0.0", "signMethod, 11", "signMethod, 12"})
    void noOtherWayOfSigningCounts(String field, String value) {
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().with(field, value));
    }

    static Stream<Arguments> changesOfTheBody() {
        return Stream.of(
                Arguments.of("one byte", (UnaryOperator<String>) body -> body.replace("txnAmt=12900", "txnAmt=12901")),
                Arguments.of("a field more", (UnaryOperator<String>) body -> body + "&issInsCode=1"),
                Arguments.of("a line feed", (UnaryOperator<String>) body -> body + "%0A"),
                Arguments.of("another number", (UnaryOperator<String>)
                        body -> body.replace(UnionPayNotifier.NUMBER, "01JDX4Z6Q201ZZZZZZZZ")),
                Arguments.of("a field less", (UnaryOperator<String>) body -> body.replace("&settleDate=1122", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfTheBody")
    void aBodyThatWasChangedAfterSigningIsForged(String what, UnaryOperator<String> change) {
        String body = new UnionPayNotifier().raw().body();
        assertThat(change.apply(body)).isNotEqualTo(body);

        refused(Reason.NOT_AUTHENTIC, new Raw(Map.of(), change.apply(body)));
    }

    @Test
    void aSignatureOfAnotherMessageIsForged() {
        Map<String, String> fields = new UnionPayNotifier().signed();
        fields.put(
                "signature", new UnionPayNotifier().with("txnAmt", "1").signed().getOrDefault("signature", ""));

        refused(Reason.NOT_AUTHENTIC, new Raw(Map.of(), UnionPayNotifier.form(fields)));
    }

    @Test
    void theCertificateMustLeadToTheRootAndBeMadeOutToUnionPay() {
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().fromSelfMadeUnionPay());
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().fromAnotherCompany());
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().fromCopiedAuthority());
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().fromCustomerAsAuthority());
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().signedBy(UnionPayNotifier.merchantKey()));
        refused(
                Reason.NOT_AUTHENTIC,
                new UnionPayNotifier().with("signPubKeyCert", "-----BEGIN CERTIFICATE-----\nAAAA"));
        refused(
                Reason.NOT_AUTHENTIC,
                new UnionPayNotifier().with("signPubKeyCert", UnionPayNotifier.MIDDLE_CERTIFICATE));
    }

    @Test
    void theCertificateMustBeValidToday() {
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().validBetween(yesterday.minusSeconds(60), yesterday));
        refused(
                Reason.NOT_AUTHENTIC,
                new UnionPayNotifier().validBetween(NOW.plusSeconds(60), NOW.plus(Duration.ofDays(9))));
        assertThat(reader.read(new UnionPayNotifier()
                                .validBetween(yesterday, NOW.plusSeconds(60))
                                .raw())
                        .payment()
                        .state())
                .isEqualTo(State.PAID);
    }

    @Test
    void aCertificateMayComeWithEitherLineEnd() {
        UnionPayNotifier notifier = new UnionPayNotifier()
                .change(fields -> fields.compute(
                        "signPubKeyCert",
                        (name, pem) -> String.valueOf(pem).strip().replace("\n", "\r\n")));

        assertThat(reader.read(notifier.raw()).payment().state()).isEqualTo(State.PAID);
    }

    @Test
    void theNamesOfOtherSignersCanBeSetForUnionPaysTestGateway() {
        UnionPaySettings test = UnionPayNotifier.settings(Map.of("signer-names", "00040000:SIGN"));
        PaymentNotification.Reader testReader =
                new UnionPayNotificationReader(new UnionPayNotices(test, new UnionPayKeys(test, () -> NOW)));

        assertThat(testReader
                        .read(new UnionPayNotifier().fromTestGateway().raw())
                        .payment()
                        .state())
                .isEqualTo(State.PAID);
        refused(Reason.NOT_AUTHENTIC, new UnionPayNotifier().fromTestGateway());
        assertThatThrownBy(() -> testReader.read(new UnionPayNotifier().raw())).isInstanceOf(NotificationRefused.class);
    }

    @Test
    void aNotificationForAnotherMerchantIsRefused() {
        refused(Reason.ANOTHER_MERCHANT, new UnionPayNotifier().with("merId", "777290058110097"));
        refused(Reason.ANOTHER_MERCHANT, new UnionPayNotifier().without("merId"));
    }

    @ParameterizedTest
    @CsvSource({
        "A6, PAID",
        "03, PAYING",
        "04, PAYING",
        "05, PAYING",
        "12, PAYING",
        "42, PAYING",
        "99, PAYING",
        "64, NOT_EXIST",
        "'', PAYING"
    })
    void onlySuccessReadsAsPaid(String code, State state) {
        assertThat(reader.read(new UnionPayNotifier().with("respCode", code).raw())
                        .payment()
                        .state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "订单17"})
    void aNumberThatNoMerchantCanHaveGivenIsUnreadable(String orderId) {
        refused(Reason.UNREADABLE, new UnionPayNotifier().with("orderId", orderId));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01JDX4Z6Q2-1ABCDEFG", "short"})
    void aNumberThatAnotherSystemOfTheMerchantGaveIsReadAsItIs(String orderId) {
        assertThat(reader.read(new UnionPayNotifier().with("orderId", orderId).raw())
                        .payment()
                        .number())
                .isEqualTo(orderId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"orderId\":\"x\"}", "<xml/>", "a", "=", "txnAmt=1&txnAmt=2", "x=%zz", "&&&"})
    void aBodyThatIsNoFormOfSingleFieldsIsUnreadable(String body) {
        refused(Reason.UNREADABLE, new Raw(Map.of(), body));
    }

    @Test
    void aFloodOfFieldsOrBytesIsUnreadable() {
        StringBuilder many = new StringBuilder("a=1");
        for (int i = 0; i < 200; i++) {
            many.append("&f").append(i).append("=1");
        }
        refused(Reason.UNREADABLE, new Raw(Map.of(), many.toString()));
        refused(Reason.UNREADABLE, new Raw(Map.of(), "a=" + "x".repeat(1 << 20)));
    }

    @Test
    void aRefundIsNeverTakenForAPaymentNorTheOtherWayRound() {
        refused(Reason.UNREADABLE, new UnionPayNotifier().with("txnType", "04"));
        assertThatThrownBy(() -> refunds.read(new UnionPayNotifier().raw())).isInstanceOf(NotificationRefused.class);
    }

    @ParameterizedTest
    @CsvSource({"00, SUCCEEDED", "A6, SUCCEEDED", "63, ABNORMAL", "01, ABNORMAL", "05, PROCESSING", "04, PROCESSING"})
    void aRefundsEndIsReadWithItsAmount(String code, RefundState state) {
        RefundNotification read = refunds.read(new UnionPayNotifier()
                .with("txnType", "04")
                .with("txnSubType", "00")
                .with("respCode", code)
                .raw());

        assertThat(read.refund().refundNo()).hasToString(UnionPayNotifier.NUMBER);
        assertThat(read.refund().state()).isEqualTo(state);
        assertThat(read.refund().amountFen()).isEqualTo(state == RefundState.SUCCEEDED ? 12_900L : null);
    }

    @Test
    void aTimeWithoutAYearIsTheOneNearestToThePayment() {
        assertThat(UnionPayTimes.traced("0101000005", "20261231235950"))
                .isEqualTo(Instant.parse("2026-12-31T16:00:05Z"));
        assertThat(UnionPayTimes.traced("1231235959", "20270101000001"))
                .as("clocks may differ a little")
                .isEqualTo(Instant.parse("2026-12-31T15:59:59Z"));
        assertThat(UnionPayTimes.traced("1399000000", "20261122202500")).isNull();
        assertThat(UnionPayTimes.traced("", "20261122202500")).isNull();
    }

    private void refused(Reason reason, UnionPayNotifier notifier) {
        refused(reason, notifier.raw());
    }

    private void refused(Reason reason, Raw raw) {
        NotificationRefused refused = catchThrowableOfType(NotificationRefused.class, () -> reader.read(raw));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).hasSizeLessThan(80).doesNotContain("6216");
    }
}
