package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.sandbox.TestMerchant.Answered;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordered misfortunes: how they look from outside, and whether the books have it. */
class FaultsTest extends SandboxTest {

    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    private void plant(String operation, String answer, boolean effect, int times) {
        assertThat(merchant.post(
                                "/sandbox/v1/faults",
                                "{\"channel\":\"WECHAT_PAY\",\"operation\":\"%s\",\"answer\":\"%s\",\"effect\":%b,\"times\":%d}"
                                        .formatted(operation, answer, effect, times))
                        .status())
                .isEqualTo(201);
    }

    private int refundsInBooks() {
        return merchant.get("/sandbox/v1/books").json().path("refunds").size();
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT,504,",
        "HTTP_500,500,",
        "HTTP_502,502,",
        "SYSTEM_ERROR,500,SYSTEM_ERROR",
        "NOT_ENOUGH,403,NOT_ENOUGH",
        "RATE_LIMITED,429,FREQUENCY_LIMITED"
    })
    void aBadAnswerComesWithOrWithoutTheEffect(String fault, int status, String code) {
        String paymentNo = paid(1000);
        plant("refund", fault, false, 1);
        String body = merchant.refundBody(paymentNo, "R1", 100, 1000);

        Answered without = merchant.call("POST", REFUNDS, body);
        assertThat(without.status()).isEqualTo(status);
        assertThat(refundsInBooks()).isZero();

        plant("refund", fault, true, 1);
        Answered with = merchant.call("POST", REFUNDS, body);
        assertThat(with.status()).isEqualTo(status);
        assertThat(refundsInBooks()).isEqualTo(1);
        if (code != null) {
            assertThat(with.json().path("code").asText()).isEqualTo(code);
        }
        assertThat(merchant.call("POST", REFUNDS, body).status()).isEqualTo(200);
        assertThat(refundsInBooks()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "HALF_BODY"})
    void aCutConnectionLeavesTheEffect(String fault) {
        String body = merchant.refundBody(paid(1000), "R2", 100, 1000);
        plant("refund", fault, true, 1);

        assertThatThrownBy(() -> merchant.call("POST", REFUNDS, body)).isInstanceOf(UncheckedIOException.class);

        assertThat(refundsInBooks()).isEqualTo(1);
    }

    @Test
    void aTimeoutIsHeldAsLongAsOrdered() {
        String paymentNo = open(1000);
        plant("query", "TIMEOUT", true, 1);
        Instant asked = Instant.now();

        merchant.call("GET", query(paymentNo), "");

        assertThat(Duration.between(asked, Instant.now())).isGreaterThan(Duration.ofMillis(590));
    }

    @Test
    void anAnswerMayBeSignedByAStranger() {
        String paymentNo = open(1000);
        plant("query", "BAD_SIGNATURE", true, 1);

        Answered answer = merchant.call("GET", query(paymentNo), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(TestMerchant.header(answer, "Wechatpay-Serial")).isEqualTo(KEYS.platformPublicKeyId());
        assertThat(merchant.trusts(answer)).isFalse();
        assertThat(merchant.trusts(merchant.call("GET", query(paymentNo), ""))).isTrue();
    }

    @Test
    void anUndecidedPaymentIsBeingPaidAndClosingItMustWait() {
        String paymentNo = open(1000);
        plant("query", "PROCESSING", false, 1);
        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("USERPAYING");
        plant("close", "PROCESSING", false, 1);
        Answered close = merchant.call(
                "POST",
                "/v3/pay/transactions/out-trade-no/" + paymentNo + "/close",
                "{\"mchid\":\"" + KEYS.mchId() + "\"}");
        assertThat(close.json().path("code").asText()).isEqualTo("FREQUENCY_LIMITED");
        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("NOTPAY");
    }

    @Test
    void aFaultLastsAsOftenAsOrderedAndMeansOnlyItsCall() {
        String one = open(1000);
        String other = open(1000);
        merchant.post(
                "/sandbox/v1/faults",
                "{\"channel\":\"WECHAT_PAY\",\"operation\":\"query\",\"answer\":\"HTTP_500\",\"times\":2,\"reference\":\""
                        + one + "\"}");

        assertThat(merchant.call("GET", query(other), "").status()).isEqualTo(200);
        assertThat(merchant.call("GET", query(one), "").status()).isEqualTo(500);
        assertThat(merchant.call("GET", query(one), "").status()).isEqualTo(500);
        assertThat(merchant.call("GET", query(one), "").status()).isEqualTo(200);
    }

    @Test
    void aBadlySignedCallUsesUpNoFault() {
        plant("refund", "HTTP_500", true, 1);
        assertThat(merchant.signedCall("POST", REFUNDS, "{}", "nobody").status())
                .isEqualTo(401);
        assertThat(merchant.get("/sandbox/v1/faults").json().path("faults")).hasSize(1);
        assertThat(merchant.delete("/sandbox/v1/faults").status()).isEqualTo(204);
        assertThat(merchant.get("/sandbox/v1/faults").json().path("faults")).isEmpty();
    }

    @Test
    void aLostNotificationIsRepeatedAndABrokenOneArrivesBroken() {
        String paymentNo = open(1000);
        plant("notify", "HTTP_500", false, 1);
        plant("notify", "BAD_SIGNATURE", false, 1);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "");
        sandbox.runDue();
        assertThat(merchant.received).isEmpty();

        pass(Duration.ofSeconds(15));
        assertThat(merchant.received).hasSize(1).noneMatch(merchant::trusts);
        pass(Duration.ofSeconds(15));
        assertThat(merchant.received).hasSize(2);
        assertThat(merchant.trusts(merchant.received.get(1))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"operation\":\"refund\"}",
                "{\"operation\":\"dance\",\"answer\":\"TIMEOUT\"}",
                "{\"operation\":\"refund\",\"answer\":\"MAYBE\"}",
                "{\"operation\":\"refund\",\"answer\":\"TIMEOUT\",\"channel\":\"CASH\"}",
                "{\"operation\":\"refund\",\"answer\":\"TIMEOUT\",\"times\":0}",
                "{\"operation\":\"refund\",\"answer\":\"TIMEOUT\",\"effect\":\"yes\"}",
                "{\"operation\":\"refund\",\"answer\":\"TIMEOUT\",\"colour\":\"red\"}",
                "[]",
                "{"
            })
    void anOrderThatNobodyUnderstandsIsRefused(String body) {
        Answered answer = merchant.post("/sandbox/v1/faults", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "UNIONPAY,close,TIMEOUT",
        "ALIPAY,certificates,TIMEOUT",
        "ALIPAY,query,ABNORMAL",
        "WECHAT_PAY,prepay,NOT_ENOUGH",
        "WECHAT_PAY,query,NOT_ENOUGH",
        "WECHAT_PAY,notify,NOT_ENOUGH",
        "WECHAT_PAY,notify,RATE_LIMITED",
        "WECHAT_PAY,prepay,PROCESSING",
        "WECHAT_PAY,bill,PROCESSING",
        "WECHAT_PAY,close,ABNORMAL"
    })
    void whatNoGatewayWouldAnswerIsRefusedWithTheReason(String channel, String operation, String answer) {
        Answered refused = merchant.post(
                "/sandbox/v1/faults",
                "{\"channel\":\"%s\",\"operation\":\"%s\",\"answer\":\"%s\"}".formatted(channel, operation, answer));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("FAULT_IMPOSSIBLE");
        assertThat(refused.json().path("detail").asText()).isNotBlank();
        assertThat(merchant.get("/sandbox/v1/faults").json().path("faults")).isEmpty();
    }
}
