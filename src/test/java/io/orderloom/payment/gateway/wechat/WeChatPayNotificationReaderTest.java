package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeChatPayNotificationReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:30:02Z");

    private final PaymentNotification.Reader reader = reader();

    @Test
    void aTrueNotificationIsReadWhole() {
        PaymentNotification read = reader.read(notifier().raw());

        assertThat(read.channel()).isEqualTo(Channel.WECHAT_PAY);
        assertThat(read.notificationId()).isEqualTo("EV-2026112220300000001");
        assertThat(read.payment().number()).hasToString(Notifier.PAYMENT_NO);
        assertThat(read.payment().state()).isEqualTo(State.PAID);
        assertThat(read.payment().amountFen()).isEqualTo(12900);
        assertThat(read.payment().currency()).isEqualTo("CNY");
        assertThat(read.payment().gatewayTransactionId()).isEqualTo("4200000000202611220000000001");
        assertThat(read.payment().paidAt()).isEqualTo(Instant.parse("2026-11-22T12:30:00Z"));
        assertThat(read.payment().payerId()).isEqualTo("openid-of-the-payer");
        assertThat(read.payment().merchantMatches()).isTrue();
    }

    @Test
    void theSameNotificationReadsTheSameTwiceSoThatItsIdStopsTheRepeat() {
        Raw raw = notifier().raw();

        assertThat(reader.read(raw)).isEqualTo(reader.read(raw));
    }

    @Test
    void aLateResendHasAFreshHeaderAndAnOldBody() {
        Raw raw = notifier()
                .envelope(envelope -> envelope.put("create_time", "2026-11-20T20:30:01+08:00"))
                .raw();

        assertThat(reader.read(raw).payment().state()).isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @CsvSource({"wechatpay-timestamp", "wechatpay-nonce", "wechatpay-serial", "wechatpay-signature"})
    void aSignatureHeaderMustBeThereAndMustNotBeEmpty(String header) {
        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.remove(header)));
        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.put(header, "")));
        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.put(header, "x".repeat(100_000))));
    }

    @Test
    void withoutTheSchemeHeaderTheUsualSchemeIsMeant() {
        Raw raw = notifier()
                .headers(headers -> headers.remove("wechatpay-signature-type"))
                .raw();

        assertThat(reader.read(raw).payment().state()).isEqualTo(State.PAID);
    }

    static Stream<Arguments> changesOfTheBody() {
        return Stream.of(
                Arguments.of("one byte", (UnaryOperator<String>) body -> body.replace("EV-2026", "EV-2027")),
                Arguments.of("written anew", (UnaryOperator<String>) body -> body.replace("\":\"", "\" : \"")),
                Arguments.of("a line feed", (UnaryOperator<String>) body -> body + "\n"),
                Arguments.of("cut", (UnaryOperator<String>) body -> body.substring(0, body.length() / 2)),
                Arguments.of("none", (UnaryOperator<String>) body -> ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfTheBody")
    void aBodyThatWasChangedAfterSigningIsForged(String what, UnaryOperator<String> change) {
        Raw raw = notifier().raw();

        refused(Reason.NOT_AUTHENTIC, new Raw(raw.headers(), change.apply(raw.body())));
    }

    @Test
    void aSignatureOfAnotherBodyIsForged() {
        String other = notifier()
                .content(content -> content.put("out_trade_no", "01JDX4Z6Q201ZZZZZZZZ"))
                .raw()
                .headers()
                .get("wechatpay-signature");

        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.put("wechatpay-signature", other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WECHATPAY/SIGNTEST/", "!!", "="})
    void aProbeOrASignatureThatIsNoneIsForged(String head) {
        refused(
                Reason.NOT_AUTHENTIC,
                notifier().headers(headers -> headers.compute("wechatpay-signature", (name, sign) -> head + sign)));
    }

    @Test
    void aProbeThatLooksLikeASignatureIsForged() {
        byte[] noise = new byte[256];
        Arrays.fill(noise, (byte) 7);

        refused(
                Reason.NOT_AUTHENTIC,
                notifier()
                        .headers(headers -> headers.put(
                                "wechatpay-signature", Base64.getEncoder().encodeToString(noise))));
    }

    @Test
    void onlyWeChatPaysOwnKeyCounts() {
        refused(Reason.NOT_AUTHENTIC, notifier().signedBy(Notifier.MERCHANT.getPrivate()));
        refused(
                Reason.NOT_AUTHENTIC,
                notifier().headers(headers -> headers.put("wechatpay-serial", "PUB_KEY_ID_OF_SOMEBODY")));
        refused(
                Reason.NOT_AUTHENTIC,
                notifier().headers(headers -> headers.put("wechatpay-serial", "5157F09EFDC096DE15EBE81A47057A72")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WECHATPAY2-SM2-WITH-SM3", "NONE", "WECHATPAY2-SHA256-RSA2048 ", ""})
    void noOtherSchemeCounts(String scheme) {
        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.put("wechatpay-signature-type", scheme)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-299, -300, 299, 300, 0})
    void fiveMinutesEitherWayAreAllowed(long seconds) {
        Raw raw = notifier().age(Duration.ofSeconds(seconds)).raw();

        assertThat(reader.read(raw).payment().state()).isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301, 86_400, -86_400})
    void olderOrYoungerOnesAreStaleThoughTheirSignatureIsRight(long seconds) {
        refused(Reason.NOT_AUTHENTIC, notifier().age(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1763814602", "1e20", "100000000000000000000", "1763814602.5", "１７６３８１４６０２", " "})
    void aTimestampThatIsNoNumberOfSecondsIsForged(String timestamp) {
        refused(Reason.NOT_AUTHENTIC, notifier().headers(headers -> headers.put("wechatpay-timestamp", timestamp)));
    }

    static Stream<Arguments> unreadableResources() {
        return Stream.of(
                Arguments.of("another APIv3 key", notifier().sealedWith("b-key-of-just-thirty-two-bytes-0")),
                Arguments.of("another associated data", notifier().sealedUnder("refund")),
                Arguments.of(
                        "associated data missing", notifier().resource(resource -> resource.remove("associated_data"))),
                Arguments.of(
                        "a broken tag",
                        notifier()
                                .resource(resource -> resource.put(
                                        "ciphertext",
                                        broken(resource.get("ciphertext").asText())))),
                Arguments.of("a nonce of 11 bytes", notifier().nonce("fdasflkja48")),
                Arguments.of("a nonce of 13 bytes", notifier().nonce("fdasflkja4841")),
                Arguments.of("no algorithm", notifier().resource(resource -> resource.put("algorithm", "NONE"))),
                Arguments.of("no ciphertext", notifier().resource(resource -> resource.remove("ciphertext"))),
                Arguments.of("no Base64", notifier().resource(resource -> resource.put("ciphertext", "不是"))),
                Arguments.of(
                        "ten megabytes",
                        notifier().resource(resource -> resource.put("ciphertext", "A".repeat(10 << 20)))),
                Arguments.of("nothing", notifier().resource(resource -> resource.removeAll())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadableResources")
    void aSealedContentThatCannotBeOpenedIsUnreadable(String what, Notifier notifier) {
        refused(Reason.UNREADABLE, notifier);
    }

    @Test
    void aNotificationForAnotherMerchantIsRefused() {
        refused(Reason.ANOTHER_MERCHANT, notifier().content(content -> content.put("mchid", "1999999999")));
        refused(Reason.ANOTHER_MERCHANT, notifier().content(content -> content.put("appid", "wx0000000000000000")));
        refused(Reason.ANOTHER_MERCHANT, notifier().content(content -> content.remove("mchid")));
        refused(Reason.ANOTHER_MERCHANT, notifier().content(content -> content.put("sub_mchid", Notifier.MCH_ID)));
    }

    @ParameterizedTest
    @CsvSource({
        "REFUND, REFUNDED",
        "NOTPAY, NOT_PAID",
        "PAYERROR, NOT_PAID",
        "CLOSED, CLOSED",
        "REVOKED, CLOSED",
        "USERPAYING, PAYING",
        "ACCEPT, PAYING"
    })
    void noOtherStateThanSuccessReadsAsPaid(String theirs, State ours) {
        Raw raw = notifier()
                .content(content -> content.put("trade_state", theirs))
                .raw();

        assertThat(reader.read(raw).payment().state()).isEqualTo(ours);
    }

    @Test
    void aStateThatIsNotKnownIsUnreadable() {
        refused(Reason.UNREADABLE, notifier().content(content -> content.put("trade_state", "SUCCESS_PLUS")));
        refused(Reason.UNREADABLE, notifier().content(content -> content.remove("trade_state")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"REFUND.SUCCESS", "REFUND.ABNORMAL", "TRANSACTION.CLOSED", "transaction.success", ""})
    void anotherEventIsNeverTakenForAPayment(String event) {
        refused(Reason.UNREADABLE, notifier().envelope(envelope -> envelope.put("event_type", event)));
    }

    @Test
    void amountAndCurrencyAreReadAsTheyAre() {
        Raw raw = notifier()
                .content(
                        content -> content.withObject("/amount").put("total", 1).put("currency", "USD"))
                .raw();

        assertThat(reader.read(raw).payment().amountFen()).isEqualTo(1);
        assertThat(reader.read(raw).payment().currency()).isEqualTo("USD");
    }

    @Test
    void aNumberThatAnotherSystemOfTheMerchantGaveIsReadAsItIs() {
        Raw raw = notifier()
                .content(content -> content.put("out_trade_no", "old_shop-17*"))
                .raw();

        assertThat(reader.read(raw).payment().number()).isEqualTo("old_shop-17*");
    }

    @Test
    void aContentThatIsNoTransactionIsUnreadable() {
        refused(Reason.UNREADABLE, notifier().content(content -> content.withObject("/amount")
                .put("total", "many")));
        refused(Reason.UNREADABLE, notifier().content(content -> content.put("success_time", "yesterday")));
        refused(Reason.UNREADABLE, notifier().content(content -> content.put("out_trade_no", "x".repeat(65))));
        refused(Reason.UNREADABLE, notifier().envelope(envelope -> envelope.remove("id")));
    }

    private void refused(Reason reason, Notifier notifier) {
        refused(reason, notifier.raw());
    }

    private void refused(Reason reason, Raw raw) {
        NotificationRefused refused = catchThrowableOfType(NotificationRefused.class, () -> reader.read(raw));

        assertThat(refused).isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).hasSizeLessThan(80).doesNotContain("openid-of-the-payer");
    }

    private static String broken(String ciphertext) {
        byte[] bytes = Base64.getDecoder().decode(ciphertext);
        bytes[bytes.length - 1] ^= 1;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Notifier notifier() {
        return new Notifier(NOW);
    }

    private static PaymentNotification.Reader reader() {
        WeChatPaySettings settings = Notifier.settings(Map.of());
        return new WeChatPayNotificationReader(
                new WeChatPayEnvelope(new WeChatPayKeys(settings, () -> NOW), () -> NOW), settings);
    }
}
