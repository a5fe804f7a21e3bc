package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Answered;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WeChat Pay's wire, byte for byte. */
class WechatPayWireTest extends SandboxTest {

    private static final String JSAPI = "/v3/pay/transactions/jsapi";

    private String body(String paymentNo) {
        return merchant.prepayBody(paymentNo, 22401, now.plus(Duration.ofMinutes(30)));
    }

    @Test
    void answersAreSignedOverTheirRawBytesUnderExactHeaderNames() {
        Answered answer = merchant.call("POST", JSAPI, body(TestMerchant.number()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("prepay_id").asText()).matches("wx[0-9]{14}[0-9a-f]{20}");
        assertThat(merchant.trusts(answer)).isTrue();
        assertThat(TestMerchant.header(answer, "Wechatpay-Serial")).isEqualTo(KEYS.platformPublicKeyId());
        assertThat(TestMerchant.header(answer, "Content-Type")).startsWith("application/json");
    }

    @Test
    void anAnswerWithoutContentIsSignedToo() {
        String paymentNo = open(22401);

        Answered closed = merchant.call(
                "POST",
                "/v3/pay/transactions/out-trade-no/" + paymentNo + "/close",
                "{\"mchid\":\"" + KEYS.mchId() + "\"}");

        assertThat(closed.status()).isEqualTo(204);
        assertThat(merchant.trusts(closed)).isTrue();
    }

    @Test
    void aCallThatIsNotRightlySignedIsRefused() {
        String body = body(TestMerchant.number());
        Instant machine = Instant.now();
        String right = merchant.authorization("POST", JSAPI, body, machine, KEYS.mchId());

        assertThat(merchant.signedCall("POST", JSAPI, body + " ", right).status())
                .isEqualTo(401);
        assertThat(merchant.signedCall("POST", "/v3/pay/transactions/native", body, right)
                        .status())
                .isEqualTo(401);
        assertThat(merchant.signedCall("POST", JSAPI, body, right.replace("serial_no=\"", "serial_no=\"0"))
                        .status())
                .isEqualTo(401);
        assertThat(merchant.signedCall(
                                "POST",
                                JSAPI,
                                body,
                                merchant.authorization("POST", JSAPI, body, machine.minusSeconds(310), KEYS.mchId()))
                        .status())
                .isEqualTo(401);
        assertThat(merchant.signedCall(
                                "POST", JSAPI, body, merchant.authorization("POST", JSAPI, body, now, "1900000000"))
                        .status())
                .isEqualTo(401);
        Answered refused = merchant.signedCall("POST", JSAPI, body, "Basic eDp5");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("code").asText()).isEqualTo("SIGN_ERROR");
        assertThat(merchant.get("/sandbox/v1/books").json().path("payments")).isEmpty();
        assertThat(merchant.signedCall("POST", JSAPI, body, right).status()).isEqualTo(200);
    }

    @Test
    void theSameQuestionGetsTheSamePrepayIdAndAnotherOneIsRefused() {
        String paymentNo = TestMerchant.number();
        Answered first = merchant.call("POST", JSAPI, body(paymentNo));

        assertThat(merchant.call("POST", JSAPI, body(paymentNo)).body()).isEqualTo(first.body());
        Answered other = merchant.call("POST", JSAPI, body(paymentNo).replace("22401", "22402"));
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.json().path("code").asText()).isEqualTo("OUT_TRADE_NO_USED");
        assertThat(merchant.call("POST", "/v3/pay/transactions/native", body(paymentNo))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("OUT_TRADE_NO_USED");
    }

    @Test
    void aPaidPaymentIsNeitherOpenedNorClosedAgain() {
        String paymentNo = TestMerchant.number();
        merchant.call("POST", JSAPI, body(paymentNo));
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{\"notify\":false}");

        assertThat(merchant.call("POST", JSAPI, body(paymentNo))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("ORDERPAID");
        Answered close = merchant.call(
                "POST",
                "/v3/pay/transactions/out-trade-no/" + paymentNo + "/close",
                "{\"mchid\":\"" + KEYS.mchId() + "\"}");
        assertThat(close.status()).isEqualTo(400);
        assertThat(close.json().path("code").asText()).isEqualTo("ORDERPAID");
    }

    @Test
    void expiryInBusinessTimeClosesAPayment() {
        String paymentNo = TestMerchant.number();
        String body = body(paymentNo);
        merchant.call("POST", JSAPI, body);

        pass(Duration.ofMinutes(30));

        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("CLOSED");
        assertThat(merchant.call("POST", JSAPI, body).json().path("code").asText())
                .isEqualTo("ORDER_CLOSED");
        assertThat(merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "")
                        .status())
                .isEqualTo(409);
        assertThat(merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{\"force\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"mchid\":\"|\"mchid\":\"9|MCH_NOT_EXISTS",
                "\"appid\":\"|\"appid\":\"x|APPID_MCHID_NOT_MATCH",
                "红色T恤||PARAM_ERROR",
                "\"total\":22401|\"total\":0|PARAM_ERROR",
                "\"total\":22401|\"total\":224.01|PARAM_ERROR",
                "\"total\":22401|\"total\":\"22401\"|PARAM_ERROR",
                "\"CNY\"|\"USD\"|PARAM_ERROR",
                "openid-alice||PARAM_ERROR",
                "openid-alice|openid of alice|PARAM_ERROR",
                "/payments\"|/payments?a=b\"|PARAM_ERROR",
                "http:|ftp:|PARAM_ERROR",
                "2026-11-11T03:30:00Z|2026-11-11T03:00:00Z|PARAM_ERROR",
                "2026-11-11T03:30:00Z|tomorrow|PARAM_ERROR",
                "\"out_trade_no\":\"|\"out_trade_no\":\"单|PARAM_ERROR",
                "\"payer\"|\"mchid\":\"1\",\"payer\"|PARAM_ERROR",
            })
    void anInvalidFieldIsRefused(String right, String wrong, String code) {
        String body = body(TestMerchant.number());
        String broken = body.replace(right, wrong == null ? "" : wrong);
        assertThat(broken).isNotEqualTo(body);

        Answered answer = merchant.call("POST", JSAPI, broken);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "\"x\""})
    void aBodyThatIsNoObjectIsRefused(String body) {
        assertThat(merchant.call("POST", JSAPI, body).json().path("code").asText())
                .isEqualTo("PARAM_ERROR");
    }

    @Test
    void aQueryTellsAnUnpaidPaymentWithoutTransactionAndAPaidOneWithIt() {
        String paymentNo = open(22401);
        JsonNode unpaid = merchant.call("GET", query(paymentNo), "").json();
        assertThat(unpaid.path("trade_state").asText()).isEqualTo("NOTPAY");
        assertThat(unpaid.has("transaction_id")).isFalse();
        assertThat(unpaid.has("success_time")).isFalse();

        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{\"payer\":\"openid-bob\",\"notify\":false}");

        JsonNode paid = merchant.call("GET", query(paymentNo), "").json();
        assertThat(paid.path("trade_state").asText()).isEqualTo("SUCCESS");
        assertThat(paid.path("success_time").asText()).isEqualTo("2026-11-11T11:00:00+08:00");
        assertThat(paid.path("payer").path("openid").asText()).isEqualTo("openid-bob");
        assertThat(paid.path("amount").path("total").asLong()).isEqualTo(22401);
        String byId = "/v3/pay/transactions/id/" + paid.path("transaction_id").asText() + "?mchid=" + KEYS.mchId();
        assertThat(merchant.call("GET", byId, "").json()).isEqualTo(paid);
        assertThat(merchant.call("GET", query("P0000000"), "").status()).isEqualTo(404);
        assertThat(merchant.call("GET", query(paymentNo) + "1", "").status()).isEqualTo(400);
    }

    @Test
    void aNotificationIsEncryptedSignedAndRepeatedOnScheduleUntilItIsTaken() {
        String paymentNo = open(22401);
        merchant.repliesWith(500, 500, 503);

        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{}");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
        assertThat(sandbox.nextDue()).contains(START.plusSeconds(15));
        pass(Duration.ofSeconds(29));
        assertThat(merchant.received).hasSize(2);
        pass(Duration.ofHours(26));

        assertThat(merchant.received).hasSize(4).allMatch(merchant::trusts);
        assertThat(merchant.received)
                .extracting(
                        notice -> TestMerchant.parse(notice.body()).path("id").asText())
                .containsOnly(TestMerchant.parse(merchant.received.get(0).body())
                        .path("id")
                        .asText());
        JsonNode told = merchant.decrypt(merchant.received.get(3));
        assertThat(told.path("out_trade_no").asText()).isEqualTo(paymentNo);
        assertThat(told.path("amount").path("total").asLong()).isEqualTo(22401);
        assertThat(told.path("amount").path("currency").asText()).isEqualTo("CNY");
        assertThat(sandbox.nextDue()).isEmpty();
    }

    @Test
    void aNotificationThatNobodyTakesIsGivenUpAfterADay() {
        String paymentNo = open(22401);
        merchant.repliesWith(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{}");

        pass(Duration.ofDays(3));

        assertThat(merchant.received).hasSize(16);
        assertThat(sandbox.nextDue()).isEmpty();
    }

    @Test
    void withoutTheClockBeingMovedByAnybodyTheNoticeGoesOutByItself() {
        String paymentNo = open(22401);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "");
        Awaitility.await().untilAsserted(() -> assertThat(merchant.received).hasSize(1));
    }

    @Test
    void inPublicKeyModeThereIsNoCertificate() {
        Answered answer = merchant.call("GET", "/v3/certificates?algorithm_type=RSA", "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asText()).isEqualTo("RESOURCE_NOT_EXISTS");
    }
}
