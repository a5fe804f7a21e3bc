package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Answered;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mini-program platform: login, tokens and the rules of shipping info. */
class MiniProgramTest extends SandboxTest {

    private String token = "";

    @BeforeEach
    void getToken() {
        token = stableToken(false).json().path("access_token").asText();
    }

    private Answered stableToken(boolean force) {
        return merchant.post(
                "/cgi-bin/stable_token",
                "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\",\"force_refresh\":%b}"
                        .formatted(KEYS.appId(), KEYS.appSecret(), force));
    }

    private JsonNode session(String code, String secret) {
        return merchant.get("/sns/jscode2session?grant_type=authorization_code&appid=" + KEYS.appId() + "&secret="
                        + secret + "&js_code=" + code)
                .json();
    }

    private String body(String paymentNo, int mode, boolean all, String trackingNos) {
        StringBuilder list = new StringBuilder();
        for (String trackingNo : trackingNos.split(" ")) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"tracking_no\":\"")
                    .append(trackingNo)
                    .append("\",\"express_company\":\"ZTO\",\"item_desc\":\"红色T恤\"}");
        }
        return """
                {"order_key":{"order_number_type":1,"mchid":"%s","out_trade_no":"%s"},"logistics_type":1,\
                "delivery_mode":%d,"is_all_delivered":%b,"shipping_list":[%s],\
                "upload_time":"%s","payer":{"openid":"openid-alice"}}""".formatted(KEYS.mchId(), paymentNo, mode, all, list, now);
    }

    /** Uploads a second later than the one before. */
    private int upload(String body) {
        Answered answer = merchant.post("/wxa/sec/order/upload_shipping_info?access_token=" + token, body);
        now = now.plusSeconds(1);
        return answer.json().path("errcode").asInt();
    }

    private JsonNode order(String paymentNo) {
        return merchant.post(
                        "/wxa/sec/order/get_order?access_token=" + token,
                        "{\"merchant_id\":\"" + KEYS.mchId() + "\",\"merchant_trade_no\":\"" + paymentNo + "\"}")
                .json()
                .path("order");
    }

    @Test
    void aLoginCodeNamesTheShopperAndAnIssuedOneServesOnce() {
        assertThat(session("alice", KEYS.appSecret()).path("openid").asText()).isEqualTo("openid-alice");
        assertThat(session("bad-code", KEYS.appSecret()).path("errcode").asInt())
                .isEqualTo(40029);
        assertThat(session("alice", "wrong").path("errcode").asInt()).isEqualTo(40125);
        String code = merchant.post("/sandbox/v1/mini-program/codes", "{\"openid\":\"oABC\"}")
                .json()
                .path("code")
                .asText();
        assertThat(session(code, KEYS.appSecret()).path("openid").asText()).isEqualTo("oABC");
        assertThat(session(code, KEYS.appSecret()).path("errcode").asInt()).isEqualTo(40029);
    }

    @Test
    void aStableTokenStaysTheSameUntilForcedAndNoCallGoesWithoutOne() {
        assertThat(stableToken(false).json().path("access_token").asText()).isEqualTo(token);
        String forced = stableToken(true).json().path("access_token").asText();
        assertThat(forced).isNotEqualTo(token);
        String paymentNo = paid(100);
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isZero();
        merchant.delete("/sandbox/v1/mini-program/tokens");
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isEqualTo(40001);
        token = stableToken(false).json().path("access_token").asText();
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isZero();
    }

    @Test
    void twoParcelsFinishAnOrderWithoutUsingItsCorrection() {
        String paymentNo = paid(22401);

        assertThat(upload(body(paymentNo, 2, false, "T1"))).isZero();
        assertThat(order(paymentNo).path("order_state").asInt()).isEqualTo(1);
        assertThat(upload(body(paymentNo, 2, true, "T2 T3"))).isZero();

        assertThat(order(paymentNo).path("order_state").asInt()).isEqualTo(2);
        assertThat(order(paymentNo).path("shipping").path("shipping_list")).hasSize(3);
        JsonNode known = merchant.get("/sandbox/v1/mini-program").json();
        assertThat(known.path("shippingInfo")).hasSize(2);
        assertThat(known.path("shippingInfo").get(0).path("isAllDelivered").asBoolean())
                .isFalse();
        assertThat(known.path("shippingInfo").get(1).path("isAllDelivered").asBoolean())
                .isTrue();
        assertThat(known.path("shippingInfo")
                        .get(1)
                        .path("parcels")
                        .get(0)
                        .path("trackingNo")
                        .asText())
                .isEqualTo("T2");
        assertThat(known.path("orders").get(0).path("reshipmentUsed").asBoolean())
                .isFalse();
    }

    @Test
    void afterTheLastWordThereIsOneCorrectionAndNoMore() {
        String paymentNo = paid(22401);
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isZero();
        assertThat(upload(body(paymentNo, 1, true, "T2"))).isZero();
        assertThat(merchant.get("/sandbox/v1/mini-program")
                        .json()
                        .path("orders")
                        .get(0)
                        .path("reshipmentUsed")
                        .asBoolean())
                .isTrue();
        assertThat(upload(body(paymentNo, 1, true, "T3"))).isEqualTo(10060003);
        restart();
        token = stableToken(false).json().path("access_token").asText();
        assertThat(upload(body(paymentNo, 1, true, "T3"))).isEqualTo(10060003);
    }

    @Test
    void changingTheModeUsesTheCorrectionUp() {
        String paymentNo = paid(22401);
        assertThat(upload(body(paymentNo, 2, false, "T1"))).isZero();
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isZero();
        assertThat(upload(body(paymentNo, 1, true, "T1"))).isEqualTo(10060003);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openid-alice|openid-bob|10060001",
                "\"mchid\":\"|\"mchid\":\"1|10060001",
                "\"order_number_type\":1|\"order_number_type\":3|40097",
                "\"logistics_type\":1|\"logistics_type\":5|40097",
                "\"delivery_mode\":1|\"delivery_mode\":3|40097",
                "\"ZTO\"|\"SF\"|40097",
                "\"ZTO\"|\"zhongtong\"|40097",
                "\"tracking_no\":\"T1\"|\"tracking_no\":\"\"|40097",
                "红色T恤|''|40097",
                "2026-|yesterday|40097",
                "{\"order_key\"|[{\"order_key\"|47001",
            })
    void anUploadAgainstTheRulesIsRefused(String right, String wrong, int errcode) {
        String body = body(paid(100), 1, true, "T1");
        String broken = body.replace(right, wrong == null ? "" : wrong);
        assertThat(broken).isNotEqualTo(body);
        assertThat(upload(broken)).isEqualTo(errcode);
        assertThat(merchant.get("/sandbox/v1/mini-program").json().path("shippingInfo"))
                .isEmpty();
    }

    @Test
    void theCarrierThatWantsAContactGetsItMasked() {
        String masked = body(paid(100), 1, true, "T1")
                .replace("\"ZTO\",", "\"SF\",\"contact\":{\"receiver_contact\":\"138****0000\"},");
        assertThat(upload(masked.replace("138****0000", "13800000000"))).isEqualTo(40097);
        assertThat(upload(masked)).isZero();
    }

    @Test
    void anUnpaidARefundedAndAnOlderUploadAreRefused() {
        assertThat(upload(body(open(100), 1, true, "T1"))).isEqualTo(10060001);
        String refunded = paid(100);
        merchant.call("POST", "/v3/refund/domestic/refunds", merchant.refundBody(refunded, "R1", 100, 100));
        assertThat(upload(body(refunded, 1, true, "T1"))).isEqualTo(10060004);
        String paymentNo = paid(100);
        String first = body(paymentNo, 2, false, "T1");
        assertThat(upload(first)).isZero();
        assertThat(upload(first)).isEqualTo(40097);
        assertThat(upload(body(paymentNo, 2, true, "T2 T3 T4 T5 T6 T7 T8 T9 T10 T11")))
                .isEqualTo(40097);
        assertThat(upload(body(paymentNo, 2, true, "T2 T3 T4 T5 T6 T7 T8 T9 T10")))
                .isZero();
    }

    @Test
    void troublesComeBeforeOrAfterTheUpload() {
        String paymentNo = paid(100);
        String fault = "{\"operation\":\"shipping-info\",\"answer\":\"SYSTEM_ERROR\",\"effect\":%b}";
        merchant.post("/sandbox/v1/faults", fault.formatted(false));
        assertThat(upload(body(paymentNo, 2, false, "T1"))).isEqualTo(-1);
        assertThat(order(paymentNo).has("shipping")).isFalse();
        merchant.post("/sandbox/v1/faults", fault.formatted(true));
        assertThat(upload(body(paymentNo, 2, false, "T1"))).isEqualTo(-1);
        assertThat(order(paymentNo).path("shipping").path("shipping_list")).hasSize(1);
        merchant.post("/sandbox/v1/faults", "{\"operation\":\"shipping-info\",\"answer\":\"PROCESSING\"}");
        assertThat(upload(body(paymentNo, 2, false, "T2"))).isEqualTo(10060001);
    }

    @Test
    void receiptIsConfirmedOnceAndAfterShipping() {
        String paymentNo = paid(100);
        String confirm = "{\"merchant_id\":\"%s\",\"merchant_trade_no\":\"%s\",\"received_time\":%d}"
                .formatted(KEYS.mchId(), paymentNo, now.plus(Duration.ofDays(2)).getEpochSecond());
        String path = "/wxa/sec/order/notify_confirm_receive?access_token=" + token;
        assertThat(merchant.post(path, confirm).json().path("errcode").asInt()).isEqualTo(10060004);
        upload(body(paymentNo, 1, true, "T1"));
        assertThat(merchant.post(path, confirm).json().path("errcode").asInt()).isZero();
        assertThat(merchant.post(path, confirm).json().path("errcode").asInt()).isEqualTo(10060004);
    }

    @Test
    void messagesAreKeptAndCheckedLikeWeChatDoes() {
        String path = "/cgi-bin/message/subscribe/send?access_token=" + token;
        String message =
                "{\"touser\":\"openid-alice\",\"template_id\":\"T\",\"data\":{\"thing1\":{\"value\":\"红色T恤\"}}}";
        assertThat(merchant.post(path, message).json().path("errcode").asInt()).isZero();
        assertThat(merchant.post(path, message.replace("openid-alice", "openid-refuses-mail"))
                        .json()
                        .path("errcode")
                        .asInt())
                .isEqualTo(43101);
        assertThat(merchant.post(path, message.replace("红色T恤", ""))
                        .json()
                        .path("errcode")
                        .asInt())
                .isEqualTo(47003);
        restart();
        JsonNode kept = merchant.get("/sandbox/v1/mini-program").json().path("messages");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("toUser").asText()).isEqualTo("openid-alice");
    }
}
