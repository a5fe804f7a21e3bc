package io.orderloom.payment.gateway.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Notifications as Alipay's document says, and as somebody else would write them. */
class AlipayNotificationReaderTest {

    private static final String PAYMENT_NO = "01JDX4Z6Q201ABCDEFGH";
    private static final KeyPair ALIPAY = keyPair();
    private static final KeyPair APPLICATION = keyPair();

    private final AlipayNotificationReader reader =
            new AlipayNotificationReader(settings(), new AlipayKeys(settings(), Instant::now));

    @Test
    void aTrueNotificationIsReadWhole() {
        PaymentNotification read = read(fields -> {});

        assertThat(read.channel()).isEqualTo(Channel.ALIPAY);
        assertThat(read.notificationId()).isEqualTo("2026112200222203000abcdef");
        assertThat(read.payment().number()).hasToString(PAYMENT_NO);
        assertThat(read.payment().state()).isEqualTo(State.PAID);
        assertThat(read.payment().amountFen()).isEqualTo(12900);
        assertThat(read.payment().currency()).isEqualTo("CNY");
        assertThat(read.payment().gatewayTransactionId()).isEqualTo("2026112222001400000000000001");
        assertThat(read.payment().paidAt()).isEqualTo(Instant.parse("2026-11-22T12:30:00Z"));
        assertThat(read.payment().payerId()).isEqualTo("buyer-of-tests");
        assertThat(read.payment().merchantMatches()).isTrue();
    }

    @Test
    void theOrderOfFieldsAndTheirEncodingDoNotMatter() {
        String form = new String(form(fields()), StandardCharsets.UTF_8);
        String[] pairs = form.split("&");
        StringBuilder reversed = new StringBuilder();
        for (int i = pairs.length - 1; i >= 0; i--) {
            reversed.append(pairs[i].replace("+", "%20")).append(i == 0 ? "" : "&");
        }

        assertThat(reader.read(raw(reversed.toString()))).isEqualTo(reader.read(raw(form)));
    }

    @Test
    void anEmptyFieldIsNoPartOfTheSignature() {
        assertThat(reader.read(raw(new String(form(fields()), StandardCharsets.UTF_8) + "&passback_params="))
                        .payment()
                        .state())
                .isEqualTo(State.PAID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sign", "sign_type", "app_id", "seller_id"})
    void whatShowsWhereItComesFromMustBeThere(String name) {
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.remove(name));
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.put(name, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "total_amount, 0.01",
        "out_trade_no, 01JDX4Z6Q201ZZZZZZZZ",
        "trade_status, TRADE_FINISHED",
        "notify_id, another",
        "trade_no, 1"
    })
    void whatWasChangedAfterSigningIsForged(String name, String value) {
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.put(name, value));
    }

    @Test
    void whatWasAddedOrTakenAwayAfterSigningIsForged() {
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.put("refund_fee", "1.00"));
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.remove("gmt_payment"));
    }

    @Test
    void aFieldThatComesTwiceHasNoMeaning() {
        String form = new String(form(fields()), StandardCharsets.UTF_8);

        refused(Reason.NOT_AUTHENTIC, form + "&total_amount=0.01");
        refused(Reason.NOT_AUTHENTIC, "total_amount=0.01&" + form);
        refused(Reason.NOT_AUTHENTIC, form + "&total_amount=129.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MD5", "RSA", "rsa2", "NONE", "SM2"})
    void noOtherKindOfSignatureCounts(String signType) {
        refused(Reason.NOT_AUTHENTIC, fields -> fields.put("sign_type", signType));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GBK", "gb18030", "iso-8859-1"})
    void noOtherCharsetCounts(String charset) {
        refused(Reason.NOT_AUTHENTIC, fields -> fields.put("charset", charset));
    }

    @Test
    void aFormInGbkIsNotWhatWasSigned() {
        Map<String, String> fields = fields();
        fields.put("sign", sign(fields, ALIPAY.getPrivate()));

        refused(Reason.NOT_AUTHENTIC, encoded(fields, Charset.forName("GBK")));
    }

    @Test
    void onlyAlipaysOwnKeyCounts() {
        Map<String, String> fields = fields();
        fields.put("sign", sign(fields, APPLICATION.getPrivate()));

        refused(Reason.NOT_AUTHENTIC, encoded(fields, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!", "=", "AAAA", "WECHATPAY/SIGNTEST/AAAA"})
    void aSignatureThatIsNoneIsForged(String sign) {
        refusedForm(Reason.NOT_AUTHENTIC, fields -> fields.put("sign", sign));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=", "nothing", "{\"sign\":\"x\"}", "a=%zz", "<xml/>"})
    void whatIsNoFormIsForged(String body) {
        refused(Reason.NOT_AUTHENTIC, body);
    }

    @Test
    void whatIsTooLongIsNotEvenTakenApart() {
        refused(Reason.UNREADABLE, "a=" + "b".repeat(10 << 20));
        refused(Reason.NOT_AUTHENTIC, "a=b&".repeat(5000) + "a=b");
    }

    @Test
    void aNotificationForAnotherMerchantIsRefused() {
        refused(Reason.NOT_AUTHENTIC, fields -> fields.put("app_id", "2021999999999999"));
        refused(Reason.ANOTHER_MERCHANT, fields -> fields.put("seller_id", "2088999999999999"));
    }

    @ParameterizedTest
    @CsvSource({"WAIT_BUYER_PAY, NOT_PAID", "TRADE_FINISHED, PAID", "TRADE_CLOSED, REFUNDED"})
    void everyStateIsReadForWhatItIs(String theirs, State ours) {
        assertThat(read(fields -> fields.put("trade_status", theirs)).payment().state())
                .isEqualTo(ours);
    }

    @Test
    void whatWasClosedWithoutAPaymentIsClosed() {
        PaymentNotification read = read(fields -> {
            fields.put("trade_status", "TRADE_CLOSED");
            fields.remove("gmt_payment");
        });

        assertThat(read.payment().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aSuccessThatTellsOfARefundIsNoPayment() {
        PaymentNotification read = read(fields -> {
            fields.put("refund_fee", "1.00");
            fields.put("out_biz_no", "01JDX4Z6Q201REFUND00");
            fields.put("gmt_refund", "2026-11-22 21:00:00.123");
        });

        assertThat(read.payment().state()).isEqualTo(State.REFUNDED);
    }

    @ParameterizedTest
    @CsvSource({"10.0, 1000", "10.00, 1000", "10, 1000", "0.01, 1", "100000000.00, 10000000000"})
    void anAmountIsReadToTheFen(String yuan, long fen) {
        assertThat(read(fields -> fields.put("total_amount", yuan)).payment().amountFen())
                .isEqualTo(fen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1", "-10.00", "+10.00", "10.001", ".5", "10.", "1,000.00", "١٠", "NaN", "0x10"})
    void anAmountThatIsWrittenOtherwiseIsUnreadable(String yuan) {
        refused(Reason.UNREADABLE, fields -> fields.put("total_amount", yuan));
    }

    @Test
    void aNumberThatAnotherSystemOfTheMerchantGaveIsReadAsItIs() {
        assertThat(read(fields -> fields.put("out_trade_no", "old_shop_17"))
                        .payment()
                        .number())
                .isEqualTo("old_shop_17");
    }

    @Test
    void anotherCurrencyIsReadAsItIs() {
        assertThat(read(fields -> fields.put("trans_currency", "USD")).payment().currency())
                .isEqualTo("USD");
    }

    @Test
    void anAuthenticMessageThatSaysNothingForUsIsUnreadable() {
        refused(Reason.UNREADABLE, fields -> fields.put("trade_status", "TRADE_PENDING"));
        refused(Reason.UNREADABLE, fields -> fields.remove("trade_status"));
        refused(Reason.UNREADABLE, fields -> fields.put("out_trade_no", "x".repeat(65)));
        refused(Reason.UNREADABLE, fields -> fields.put("gmt_payment", "yesterday"));
        refused(Reason.UNREADABLE, fields -> fields.put("gmt_payment", "2026-02-30 10:00:00"));
        refused(Reason.UNREADABLE, fields -> fields.remove("notify_id"));
        refused(Reason.UNREADABLE, fields -> fields.put("notify_type", "dut_user_sign"));
    }

    @Test
    void anOldOneIsStillTrueSinceAlipayRepeatsForADay() {
        assertThat(read(fields -> fields.put("notify_time", "2026-11-21 20:30:01"))
                        .payment()
                        .state())
                .isEqualTo(State.PAID);
    }

    private PaymentNotification read(Consumer<Map<String, String>> change) {
        Map<String, String> fields = fields();
        change.accept(fields);
        return reader.read(raw(new String(form(fields), StandardCharsets.UTF_8)));
    }

    /** Changed before it is signed. */
    private void refused(Reason reason, Consumer<Map<String, String>> change) {
        Map<String, String> fields = fields();
        change.accept(fields);
        refused(reason, new String(form(fields), StandardCharsets.UTF_8));
    }

    /** Changed after it was signed. */
    private void refusedForm(Reason reason, Consumer<Map<String, String>> change) {
        Map<String, String> fields = fields();
        fields.put("sign", sign(fields, ALIPAY.getPrivate()));
        change.accept(fields);
        refused(reason, encoded(fields, StandardCharsets.UTF_8));
    }

    private void refused(Reason reason, String body) {
        NotificationRefused refused = catchThrowableOfType(NotificationRefused.class, () -> reader.read(raw(body)));

        assertThat(refused).as(body.length() > 200 ? "" : body).isNotNull();
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).hasSizeLessThan(80).doesNotContain("buyer-of-tests");
    }

    private static Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        fields.put("notify_time", "2026-11-22 20:30:01");
        fields.put("notify_type", "trade_status_sync");
        fields.put("notify_id", "2026112200222203000abcdef");
        fields.put("app_id", "2021001234567890");
        fields.put("charset", "UTF-8");
        fields.put("version", "1.0");
        fields.put("sign_type", "RSA2");
        fields.put("trade_no", "2026112222001400000000000001");
        fields.put("out_trade_no", PAYMENT_NO);
        fields.put("buyer_open_id", "buyer-of-tests");
        fields.put("seller_id", "2088001234567890");
        fields.put("trade_status", "TRADE_SUCCESS");
        fields.put("total_amount", "129.00");
        fields.put("subject", "订单 Order & more");
        fields.put("gmt_payment", "2026-11-22 20:30:00");
        fields.put("fund_bill_list", "[{\"amount\":\"129.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        return fields;
    }

    private static byte[] form(Map<String, String> fields) {
        Map<String, String> signed = new HashMap<>(fields);
        signed.put("sign", sign(fields, ALIPAY.getPrivate()));
        return encoded(signed, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(Map<String, String> fields, Charset charset) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), charset))
                .collect(Collectors.joining("&"));
    }

    private static String sign(Map<String, String> fields, PrivateKey key) {
        Map<String, String> sorted = new TreeMap<>(fields);
        sorted.remove("sign");
        sorted.remove("sign_type");
        String text = sorted.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Raw raw(String body) {
        return new Raw(Map.of(), body);
    }

    private static AlipaySettings settings() {
        return new Binder(new MapConfigurationPropertySource(Map.of(
                        "enabled", "true",
                        "app-id", "2021001234567890",
                        "seller-id", "2088001234567890",
                        "private-key", base64(APPLICATION.getPrivate().getEncoded()),
                        "public-key", base64(ALIPAY.getPublic().getEncoded()),
                        "notify-url", "https://shop.example/webhooks/alipay")))
                .bindOrCreate("", Bindable.of(AlipaySettings.class));
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
