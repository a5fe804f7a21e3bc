package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Received;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications that a tester orders, true and forged. */
class NotificationControlsTest extends SandboxTest {

    private JsonNode order(String fields) {
        return merchant.post("/sandbox/v1/notifications", "{" + fields + "}")
                .json()
                .path("answers");
    }

    private Received tampered(String paymentNo, String tamper) {
        assertThat(order("\"paymentNo\":\"" + paymentNo + "\",\"tamper\":\"" + tamper + "\""))
                .hasSize(1);
        return merchant.received.get(merchant.received.size() - 1);
    }

    private Instant sentAt(Received notice) {
        return Instant.ofEpochSecond(Long.parseLong(notice.headers().getOrDefault("wechatpay-timestamp", "0")));
    }

    @Test
    void aTrueOneOfAnUnpaidPaymentLeavesTheBooksAlone() {
        String paymentNo = open(22401);

        Received notice = tampered(paymentNo, "NONE");

        assertThat(merchant.trusts(notice)).isTrue();
        assertThat(merchant.decrypt(notice).path("trade_state").asText()).isEqualTo("SUCCESS");
        assertThat(merchant.decrypt(notice).path("amount").path("total").asLong())
                .isEqualTo(22401);
        assertThat(merchant.get("/sandbox/v1/payments/" + paymentNo)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("NOTPAY");
        pass(Duration.ofDays(2));
        assertThat(merchant.received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNATURE", "BODY"})
    void aForgedOneDoesNotVerify(String tamper) {
        assertThat(merchant.trusts(tampered(open(22401), tamper))).isFalse();
    }

    @Test
    void aProbeCarriesItsMark() {
        Received probe = tampered(open(22401), "PROBE");
        assertThat(probe.headers().getOrDefault("wechatpay-signature", "")).startsWith("WECHATPAY/SIGNTEST/");
        assertThat(merchant.trusts(probe)).isFalse();
    }

    @Test
    void aStaleOneIsAuthenticAndOld() {
        Received stale = tampered(open(22401), "STALE");
        assertThat(merchant.trusts(stale)).isTrue();
        assertThat(sentAt(stale)).isBefore(Instant.now().minusSeconds(3600));
    }

    @Test
    void wrongContentIsAuthentic() {
        String paymentNo = open(22401);
        Received amount = tampered(paymentNo, "AMOUNT");
        Received currency = tampered(paymentNo, "CURRENCY");
        Received stranger = tampered(paymentNo, "MERCHANT");

        assertThat(merchant.received).hasSize(3).allMatch(merchant::trusts);
        assertThat(merchant.decrypt(amount).path("amount").path("total").asLong())
                .isEqualTo(22400);
        assertThat(merchant.decrypt(currency).path("amount").path("currency").asText())
                .isEqualTo("USD");
        assertThat(merchant.decrypt(stranger).path("mchid").asText()).isNotEqualTo(KEYS.mchId());
        assertThat(merchant.received)
                .extracting(
                        notice -> TestMerchant.parse(notice.body()).path("id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void copiesShareTheirIdWithTheGatewaysOwnNoticeAndTellWhatTheyWereAnswered() {
        String paymentNo = open(22401);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "");
        sandbox.runDue();
        merchant.repliesWith(401, 401, 401);

        JsonNode answers = order("\"paymentNo\":\"" + paymentNo + "\",\"copies\":3,\"parallel\":2");

        assertThat(answers).hasSize(3).allMatch(answer -> answer.asInt() == 401);
        assertThat(merchant.received).hasSize(4);
        assertThat(merchant.received)
                .extracting(
                        notice -> TestMerchant.parse(notice.body()).path("id").asText())
                .containsOnly(TestMerchant.parse(merchant.received.get(0).body())
                        .path("id")
                        .asText());
    }

    @Test
    void aRefundCanBeToldToo() {
        String paymentNo = paid(1000);
        merchant.call("POST", "/v3/refund/domestic/refunds", merchant.refundBody(paymentNo, "R1", 100, 1000));
        pass(Duration.ofSeconds(1));

        assertThat(order("\"refundNo\":\"R1\",\"tamper\":\"AMOUNT\",\"amountFen\":99"))
                .hasSize(1);

        assertThat(merchant.decrypt(merchant.received.get(1))
                        .path("amount")
                        .path("refund")
                        .asLong())
                .isEqualTo(99);
    }

    @Test
    void aWrongOrderIsRefused() {
        assertThat(merchant.post("/sandbox/v1/notifications", "{}").status()).isEqualTo(400);
        assertThat(merchant.post("/sandbox/v1/notifications", "{\"paymentNo\":\"P000000\"}")
                        .status())
                .isEqualTo(404);
        assertThat(merchant.post("/sandbox/v1/notifications", "{\"paymentNo\":\"P000000\",\"tamper\":\"X\"}")
                        .status())
                .isEqualTo(400);
    }
}
