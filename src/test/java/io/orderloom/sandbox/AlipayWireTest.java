package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alipay's wire as a merchant sees it that has no SDK. */
class AlipayWireTest extends SandboxTest {

    private static final String CREATE = "alipay.trade.create";
    private static final String PRECREATE = "alipay.trade.precreate";
    private static final String QUERY = "alipay.trade.query";
    private static final String REFUND = "alipay.trade.refund";

    private final String paymentNo = TestMerchant.number();
    private AlipayMerchant alipay;

    @BeforeEach
    void sign() {
        alipay = new AlipayMerchant(KEYS, sandbox);
    }

    @Test
    void aTradeOfTheMiniProgramIsThereAtOnceAndTellsWhatBecomesOfIt() {
        JsonNode created = create();
        assertThat(created.path("code").asText()).isEqualTo("10000");
        assertThat(query().path("trade_status").asText()).isEqualTo("WAIT_BUYER_PAY");

        pay("{\"notify\":false}");

        JsonNode paid = query();
        assertThat(paid.path("trade_status").asText()).isEqualTo("TRADE_SUCCESS");
        assertThat(paid.path("trade_no").asText())
                .isEqualTo(created.path("trade_no").asText());
        assertThat(paid.path("total_amount").asText()).isEqualTo("129.05");
        assertThat(paid.path("send_pay_date").asText()).isEqualTo(AlipayMerchant.TIME.format(now));
    }

    @Test
    void aCodeIsNoTradeBeforeItIsScannedAndStaysOneOverARestart() {
        JsonNode code = call(PRECREATE, trade("FACE_TO_FACE_PAYMENT"));
        assertThat(query().path("sub_code").asText()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        assertThat(call("alipay.trade.close", AlipayMerchant.number(paymentNo))
                        .path("sub_code")
                        .asText())
                .isEqualTo("ACQ.TRADE_NOT_EXIST");

        merchant.post(
                "/sandbox/v1/client-calls", """
                {"channel":"ALIPAY","scene":"NATIVE","clientParams":{"codeUrl":"%s"}}""".formatted(code.path("qr_code").asText()));
        assertThat(query().path("trade_status").asText()).isEqualTo("WAIT_BUYER_PAY");

        restart();
        sign();
        assertThat(query().path("trade_status").asText()).isEqualTo("WAIT_BUYER_PAY");
        pass(Duration.ofMinutes(31));
        assertThat(query().path("trade_status").asText()).isEqualTo("TRADE_CLOSED");
    }

    @Test
    void aCodeThatNobodyScannedNeverBecomesATrade() {
        call(PRECREATE, trade("FACE_TO_FACE_PAYMENT"));

        pass(Duration.ofMinutes(31));

        assertThat(query().path("sub_code").asText()).isEqualTo("ACQ.TRADE_NOT_EXIST");
        assertThat(merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aBrowsersPageMakesTheTradeAndLeadsToTheCashier() {
        Map<String, String> page = alipay.signed("alipay.trade.wap.pay", trade("QUICK_WAP_WAY"), notifyUrl());
        assertThat(query().path("sub_code").asText()).isEqualTo("ACQ.TRADE_NOT_EXIST");

        HttpResponse<String> opened = alipay.get("/alipay/gateway.do?" + AlipayMerchant.encoded(page));

        assertThat(opened.statusCode()).isEqualTo(302);
        assertThat(opened.headers().firstValue("Location")).hasValue(sandbox.baseUrl() + "/?paymentNo=" + paymentNo);
        assertThat(query().path("trade_status").asText()).isEqualTo("WAIT_BUYER_PAY");
        page.put(
                "biz_content",
                trade("QUICK_WAP_WAY").put("total_amount", "0.01").toString());
        assertThat(alipay.get("/alipay/gateway.do?" + AlipayMerchant.encoded(page))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "sign, AAAA, isv.invalid-signature",
        "app_id, 2021000000000000, isv.invalid-app-id",
        "sign_type, RSA, isv.invalid-signature-type",
        "notify_url, https://elsewhere.example/x, isv.invalid-signature",
        "biz_content, {}, isv.invalid-signature"
    })
    void whatIsNotSignedByTheApplicationIsRefused(String field, String value, String code) {
        Map<String, String> fields = new HashMap<>(alipay.signed(CREATE, trade("JSAPI_PAY"), notifyUrl()));
        fields.put(field, value);

        assertThat(alipay.call(CREATE, fields).path("sub_code").asText()).isEqualTo(code);
    }

    @Test
    void theSameNumberIsNeverTwoTrades() {
        create();

        assertThat(create().path("code").asText()).isEqualTo("10000");
        assertThat(call(CREATE, mini().put("total_amount", "1.00"))
                        .path("sub_code")
                        .asText())
                .isEqualTo("ACQ.CONTEXT_INCONSISTENT");
        pay("{\"notify\":false}");
        assertThat(create().path("sub_code").asText()).isEqualTo("ACQ.TRADE_HAS_SUCCESS");
    }

    @Test
    void refundsPayOutAtOnceAndTellTheirSum() {
        create();
        pay("{\"notify\":false}");

        JsonNode first = refund("R1", "29.05");
        JsonNode second = refund("R2", "100");

        assertThat(first.path("fund_change").asText()).isEqualTo("Y");
        assertThat(first.path("refund_fee").asText()).isEqualTo("29.05");
        assertThat(second.path("refund_fee").asText()).isEqualTo("129.05");
        assertThat(refund("R2", "100.00").path("fund_change").asText()).isEqualTo("N");
        assertThat(refund("R3", "0.01").path("sub_code").asText()).isEqualTo("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
        assertThat(query().path("trade_status").asText()).isEqualTo("TRADE_CLOSED");
        JsonNode books = merchant.get("/sandbox/v1/books").json();
        assertThat(books.path("payments").path(0).path("state").asText()).isEqualTo("REFUND");
        assertThat(books.path("refunds")).hasSize(2);
    }

    @Test
    void aNotificationComesAgainUntilTheAnswerIsTheWord() {
        create();
        merchant.repliesWith(500, 400);
        pay("{}");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);

        pass(Duration.ofMinutes(4));
        assertThat(merchant.received).hasSize(2);
        pass(Duration.ofMinutes(10));
        assertThat(merchant.received).hasSize(3);
        pass(Duration.ofDays(2));
        assertThat(merchant.received).hasSize(3);

        List<Map<String, String>> told =
                merchant.received.stream().map(one -> alipay.opened(one.body())).toList();
        assertThat(told)
                .extracting(fields -> fields.get("notify_id"))
                .containsOnly(told.get(0).get("notify_id"));
        assertThat(told.get(2))
                .containsEntry("out_trade_no", paymentNo)
                .containsEntry("trade_status", "TRADE_SUCCESS")
                .containsEntry("total_amount", "129.05")
                .containsEntry("app_id", KEYS.alipayAppId())
                .containsEntry("seller_id", KEYS.alipaySellerId())
                .containsEntry("sign_type", "RSA2");
    }

    private ObjectNode trade(String product) {
        return AlipayMerchant.trade(paymentNo, "129.05", product, expiresAt());
    }

    private ObjectNode mini() {
        return trade("JSAPI_PAY").put("op_app_id", KEYS.alipayAppId()).put("buyer_open_id", "buyer-of-tests");
    }

    private Instant expiresAt() {
        return now.plus(Duration.ofMinutes(30));
    }

    private JsonNode create() {
        return call(CREATE, mini());
    }

    private JsonNode query() {
        return call(QUERY, AlipayMerchant.number(paymentNo));
    }

    private JsonNode refund(String refundNo, String yuan) {
        return call(
                REFUND,
                AlipayMerchant.number(paymentNo)
                        .put("out_request_no", paymentNo + refundNo)
                        .put("refund_amount", yuan));
    }

    private JsonNode call(String method, JsonNode content) {
        return alipay.call(method, content, notifyUrl());
    }

    private String notifyUrl() {
        return merchant.url("/webhooks/alipay");
    }

    private void pay(String body) {
        assertThat(merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", body)
                        .status())
                .isEqualTo(200);
    }
}
