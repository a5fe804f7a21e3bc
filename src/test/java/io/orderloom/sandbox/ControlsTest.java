package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Answered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Paying, client calls, books, clock, and what a restart leaves. */
class ControlsTest extends SandboxTest {

    private Answered pay(String paymentNo, String body) {
        return merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", body);
    }

    @Test
    void anybodyMayPayAnyAmount() {
        String paymentNo = open(22401);

        Answered paid = pay(paymentNo, "{\"amountFen\":22400,\"payer\":\"openid-carol\",\"notify\":false}");

        assertThat(paid.json().path("state").asText()).isEqualTo("SUCCESS");
        JsonNode told = merchant.call("GET", query(paymentNo), "").json();
        assertThat(told.path("amount").path("total").asLong()).isEqualTo(22400);
        assertThat(told.path("payer").path("openid").asText()).isEqualTo("openid-carol");
        sandbox.runDue();
        assertThat(merchant.received).isEmpty();
        assertThat(pay(paymentNo, "").status()).isEqualTo(409);
        assertThat(pay("P0000000", "").status()).isEqualTo(404);
        assertThat(pay(open(1), "{\"amountFen\":0}").status()).isEqualTo(400);
    }

    @Test
    void aClosedPaymentTakesMoneyOnlyByForce() {
        String paymentNo = open(22401);
        merchant.call(
                "POST",
                "/v3/pay/transactions/out-trade-no/" + paymentNo + "/close",
                "{\"mchid\":\"" + KEYS.mchId() + "\"}");

        assertThat(pay(paymentNo, "").json().path("code").asText()).isEqualTo("PAYMENT_CLOSED");
        assertThat(pay(paymentNo, "{\"force\":true}").status()).isEqualTo(200);
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
    }

    private String miniProgramCall(String prepayId, String signType) {
        String timeStamp = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString().replace("-", "");
        String sign = merchant.sign(KEYS.appId() + "\n" + timeStamp + "\n" + nonce + "\nprepay_id=" + prepayId + "\n");
        return """
                {"channel":"WECHAT_PAY","scene":"MINI_PROGRAM","clientParams":{"timeStamp":"%s","nonceStr":"%s",\
                "package":"prepay_id=%s","signType":"%s","paySign":"%s"}}""".formatted(timeStamp, nonce, prepayId, signType, sign);
    }

    @Test
    void aClientOpensOnlyWhatTheMerchantSigned() {
        String paymentNo = TestMerchant.number();
        String prepayId = merchant.call(
                        "POST",
                        "/v3/pay/transactions/jsapi",
                        merchant.prepayBody(paymentNo, 22401, now.plus(Duration.ofDays(1))))
                .json()
                .path("prepay_id")
                .asText();

        Answered opened = merchant.post("/sandbox/v1/client-calls", miniProgramCall(prepayId, "RSA"));
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.json().path("paymentNo").asText()).isEqualTo(paymentNo);
        assertThat(opened.json().path("amountFen").asLong()).isEqualTo(22401);

        assertThat(merchant.post("/sandbox/v1/client-calls", miniProgramCall(prepayId, "MD5"))
                        .status())
                .isEqualTo(422);
        assertThat(merchant.post("/sandbox/v1/client-calls", miniProgramCall("wx" + prepayId, "RSA"))
                        .status())
                .isEqualTo(422);
        assertThat(merchant.post(
                                "/sandbox/v1/client-calls",
                                miniProgramCall(prepayId, "RSA").replace("\"paySign\":\"", "\"paySign\":\"AAAA"))
                        .status())
                .isEqualTo(422);
        pass(Duration.ofHours(2));
        assertThat(merchant.post("/sandbox/v1/client-calls", miniProgramCall(prepayId, "RSA"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void codesAndPagesOpenTheirPayment() {
        String paymentNo = TestMerchant.number();
        String body = merchant.prepayBody(paymentNo, 100, now.plus(Duration.ofMinutes(30)));
        String codeUrl = merchant.call("POST", "/v3/pay/transactions/native", body)
                .json()
                .path("code_url")
                .asText();
        assertThat(codeUrl).startsWith("weixin://wxpay/bizpayurl?pr=");
        Answered opened = merchant.post(
                "/sandbox/v1/client-calls",
                "{\"channel\":\"WECHAT_PAY\",\"scene\":\"NATIVE\",\"clientParams\":{\"codeUrl\":\"" + codeUrl + "\"}}");
        assertThat(opened.json().path("paymentNo").asText()).isEqualTo(paymentNo);

        String h5 = merchant.prepayBody(TestMerchant.number(), 100, now.plus(Duration.ofMinutes(30)))
                .replace(
                        "\"payer\":{",
                        "\"scene_info\":{\"payer_client_ip\":\"10.0.0.1\",\"h5_info\":{\"type\":\"Wap\"}},\"payer\":{");
        String url = merchant.call("POST", "/v3/pay/transactions/h5", h5)
                .json()
                .path("h5_url")
                .asText();
        assertThat(url).startsWith(sandbox.baseUrl() + "/?paymentNo=");
        assertThat(merchant.post(
                                "/sandbox/v1/client-calls",
                                "{\"channel\":\"WECHAT_PAY\",\"scene\":\"H5\",\"clientParams\":{\"url\":\"" + url
                                        + "\"}}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAppsParametersAreCheckedToo() {
        String body = merchant.prepayBody(TestMerchant.number(), 100, now.plus(Duration.ofMinutes(30)));
        String prepayId = merchant.call("POST", "/v3/pay/transactions/app", body)
                .json()
                .path("prepay_id")
                .asText();
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String call = """
                {"channel":"WECHAT_PAY","scene":"APP","clientParams":{"appid":"%s","partnerid":"%s","prepayid":"%s",\
                "package":"Sign=WXPay","noncestr":"n1","timestamp":"%s","sign":"%s"}}""".formatted(
                        KEYS.appId(),
                        KEYS.mchId(),
                        prepayId,
                        timestamp,
                        merchant.sign(KEYS.appId() + "\n" + timestamp + "\nn1\n" + prepayId + "\n"));

        assertThat(merchant.post("/sandbox/v1/client-calls", call).status()).isEqualTo(200);
        assertThat(merchant.post("/sandbox/v1/client-calls", call.replace("Sign=WXPay", "prepay_id=1"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void booksPendingNoticesAndRefundsSurviveARestart() {
        String paymentNo = open(22401);
        merchant.repliesWith(500);
        pay(paymentNo, "");
        sandbox.runDue();
        merchant.call("POST", "/v3/refund/domestic/refunds", merchant.refundBody(paymentNo, "R1", 100, 22401));
        JsonNode before = merchant.get("/sandbox/v1/books").json();

        restart();

        assertThat(merchant.get("/sandbox/v1/books").json()).isEqualTo(before);
        assertThat(before.path("payments").get(0).path("state").asText()).isEqualTo("REFUND");
        pass(Duration.ofSeconds(15));
        assertThat(merchant.received).hasSize(3);
        assertThat(merchant.get("/sandbox/v1/books")
                        .json()
                        .path("refunds")
                        .get(0)
                        .path("state")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    @Test
    void aLineThatACrashCutShortIsForgotten() {
        String paymentNo = open(22401);
        Path books = data.resolve("sandbox-books.jsonl");
        sandbox.close();
        try {
            Files.writeString(books, "{\"kind\":\"payment\",\"state\":{\"ter", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        restart();
        String next = open(1);
        restart();

        assertThat(merchant.get("/sandbox/v1/payments/" + paymentNo).status()).isEqualTo(200);
        assertThat(merchant.get("/sandbox/v1/payments/" + next).status()).isEqualTo(200);
    }

    @Test
    void aSandboxOnItsOwnMovesItsOwnClockAndKeepsIt(@org.junit.jupiter.api.io.TempDir Path elsewhere) {
        SandboxSettings alone = KEYS.settings().port(0).dataDirectory(elsewhere).build();
        assertThat(merchant.post("/sandbox/v1/clock", "{\"advance\":\"PT1H\"}").status())
                .isEqualTo(409);
        Instant moved;
        try (Sandbox own = Sandbox.start(alone)) {
            merchant.meets(own);
            String paymentNo = TestMerchant.number();
            merchant.call(
                    "POST",
                    "/v3/pay/transactions/jsapi",
                    merchant.prepayBody(paymentNo, 100, Instant.now().plusSeconds(1800)));
            merchant.repliesWith(500, 500);
            pay(paymentNo, "");
            JsonNode answer = merchant.post("/sandbox/v1/clock", "{\"advance\":\"PT31M\"}")
                    .json();
            moved = Instant.parse(answer.path("now").asText());
            assertThat(moved).isAfter(Instant.now().plus(Duration.ofMinutes(30)));
            assertThat(merchant.received).hasSize(3);
            assertThat(merchant.post("/sandbox/v1/clock", "{\"advance\":\"-PT1M\"}")
                            .status())
                    .isEqualTo(400);
            assertThat(merchant.post("/sandbox/v1/clock", "{\"advance\":\"soon\"}")
                            .status())
                    .isEqualTo(400);
        }
        try (Sandbox again = Sandbox.start(alone)) {
            merchant.meets(again);
            assertThat(Instant.parse(
                            merchant.get("/sandbox/v1/clock").json().path("now").asText()))
                    .isAfterOrEqualTo(moved);
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotPullTheLevers() {
        String paymentNo = open(100);
        HttpRequest.Builder foreign = HttpRequest.newBuilder(
                        URI.create(sandbox.baseUrl() + "/sandbox/v1/payments/" + paymentNo + "/pay"))
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertThat(merchant.send(foreign).status()).isEqualTo(403);
    }

    @Test
    void whatIsNotThereIsNotFoundAndTooMuchIsTooMuch() {
        assertThat(merchant.get("/nothing").status()).isEqualTo(404);
        assertThat(merchant.get("/v3/pay/transactions/jsapi").status()).isEqualTo(405);
        assertThat(merchant.post("/sandbox/v1/faults", "x".repeat(2_000_000)).status())
                .isEqualTo(413);
    }
}
