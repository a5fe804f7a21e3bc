package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Answered;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Refunds by WeChat Pay's rules. */
class WechatPayRefundTest extends SandboxTest {

    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    private Answered refund(String paymentNo, String refundNo, long fen, long total) {
        return merchant.call("POST", REFUNDS, merchant.refundBody(paymentNo, refundNo, fen, total));
    }

    private String status(String refundNo) {
        return merchant.call("GET", REFUNDS + "/" + refundNo, "")
                .json()
                .path("status")
                .asText();
    }

    private static String code(Answered answer) {
        return answer.json().path("code").asText();
    }

    @Test
    void isAcceptedFirstAndSettlesWithinASecondWithANotification() {
        String paymentNo = paid(22401);

        Answered accepted = refund(paymentNo, "R1", 8702, 22401);

        assertThat(accepted.status()).isEqualTo(200);
        assertThat(merchant.trusts(accepted)).isTrue();
        assertThat(accepted.json().path("status").asText()).isEqualTo("PROCESSING");
        assertThat(accepted.json().path("amount").path("payer_refund").asLong()).isEqualTo(8702);
        pass(Duration.ofSeconds(1));
        assertThat(status("R1")).isEqualTo("SUCCESS");
        assertThat(merchant.received).hasSize(1).allMatch(merchant::trusts);
        assertThat(TestMerchant.parse(merchant.received.get(0).body())
                        .path("event_type")
                        .asText())
                .isEqualTo("REFUND.SUCCESS");
        JsonNode told = merchant.decrypt(merchant.received.get(0));
        assertThat(told.path("refund_status").asText()).isEqualTo("SUCCESS");
        assertThat(told.path("amount").path("refund").asLong()).isEqualTo(8702);
        assertThat(merchant.call("GET", query(paymentNo), "")
                        .json()
                        .path("trade_state")
                        .asText())
                .isEqualTo("REFUND");
    }

    @Test
    void theSameNumberNeverPaysTwiceEvenWhenAskedAtOnce() {
        String paymentNo = paid(22401);

        List<CompletableFuture<Answered>> asked = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> refund(paymentNo, "R2", 100, 22401)))
                .toList();

        assertThat(asked.stream()
                        .map(answer -> answer.join().json().path("refund_id").asText())
                        .distinct())
                .hasSize(1);
        pass(Duration.ofMinutes(5));
        assertThat(refund(paymentNo, "R2", 100, 22401).json().path("status").asText())
                .isEqualTo("SUCCESS");
        assertThat(merchant.get("/sandbox/v1/books").json().path("refunds")).hasSize(1);
        assertThat(code(refund(paymentNo, "R2", 101, 22401))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void partsMustBeAMinuteApartAndStayWithinThePayment() {
        String paymentNo = paid(1000);
        refund(paymentNo, "R3a", 600, 1000);

        Answered early = refund(paymentNo, "R3b", 100, 1000);
        assertThat(early.status()).isEqualTo(429);
        assertThat(code(early)).isEqualTo("FREQUENCY_LIMITED");
        pass(Duration.ofMinutes(1));
        assertThat(code(refund(paymentNo, "R3b", 401, 1000))).isEqualTo("INVALID_REQUEST");
        assertThat(refund(paymentNo, "R3b", 400, 1000).status()).isEqualTo(200);
        pass(Duration.ofMinutes(1));
        assertThat(code(refund(paymentNo, "R3c", 1, 1000))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void thereAreFiftyAtMostAndNoneAfterAYear() {
        String paymentNo = paid(1000);
        for (int i = 0; i < 50; i++) {
            assertThat(refund(paymentNo, "R4-" + i, 1, 1000).status()).isEqualTo(200);
            pass(Duration.ofMinutes(1));
        }
        assertThat(code(refund(paymentNo, "R4-50", 1, 1000))).isEqualTo("RULE_LIMIT");
        String old = paid(1000);
        pass(Duration.ofDays(366));
        assertThat(code(refund(old, "R5", 1, 1000))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void whatWasNeverPaidOrAskedIsRefused() {
        assertThat(code(refund(open(1000), "R6", 1, 1000))).isEqualTo("TRADE_ERROR");
        assertThat(code(refund("P000000", "R6", 1, 1000))).isEqualTo("RESOURCE_NOT_EXISTS");
        assertThat(code(refund(paid(1000), "R6", 1, 999))).isEqualTo("INVALID_REQUEST");
        assertThat(code(refund(paid(1000), "R6", 0, 1000))).isEqualTo("PARAM_ERROR");
        assertThat(code(refund(paid(1000), "单", 1, 1000))).isEqualTo("PARAM_ERROR");
        Answered unknown = merchant.call("GET", REFUNDS + "/R6", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo("RESOURCE_NOT_EXISTS");
    }

    @Test
    void aNumberWithSignsThatMustBeEscapedIsFoundAgain() {
        refund(paid(1000), "R7|a*b@c", 1, 1000);
        assertThat(status("R7%7Ca*b%40c")).isEqualTo("PROCESSING");
    }

    @Test
    void anAbnormalOneWaitsForAnotherWayToThePayer() {
        merchant.post(
                "/sandbox/v1/faults", "{\"channel\":\"WECHAT_PAY\",\"operation\":\"refund\",\"answer\":\"ABNORMAL\"}");
        String paymentNo = paid(1000);
        String refundId =
                refund(paymentNo, "R8", 1000, 1000).json().path("refund_id").asText();
        pass(Duration.ofSeconds(1));

        assertThat(status("R8")).isEqualTo("ABNORMAL");
        assertThat(TestMerchant.parse(merchant.received.get(0).body())
                        .path("event_type")
                        .asText())
                .isEqualTo("REFUND.ABNORMAL");
        merchant.call(
                "POST",
                REFUNDS + "/" + refundId + "/apply-abnormal-refund",
                "{\"out_refund_no\":\"R8\",\"type\":\"MERCHANT_BANK_CARD\"}");
        pass(Duration.ofSeconds(1));
        assertThat(status("R8")).isEqualTo("SUCCESS");
    }

    @Test
    void anUndecidedOneStaysSoUntilATesterDecides() {
        merchant.post(
                "/sandbox/v1/faults",
                "{\"channel\":\"WECHAT_PAY\",\"operation\":\"refund\",\"answer\":\"PROCESSING\"}");
        refund(paid(1000), "R9", 1000, 1000);
        pass(Duration.ofDays(3));
        assertThat(status("R9")).isEqualTo("PROCESSING");

        assertThat(merchant.post("/sandbox/v1/refunds/R9/settle", "{\"state\":\"CLOSED\"}")
                        .status())
                .isEqualTo(200);

        sandbox.runDue();
        assertThat(status("R9")).isEqualTo("CLOSED");
        assertThat(merchant.received).hasSize(1);
        assertThat(merchant.post("/sandbox/v1/refunds/R9/settle", "").status()).isEqualTo(409);
    }
}
