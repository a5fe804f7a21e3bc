package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.sandbox.TestMerchant.Answered;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UnionPay's wire as a merchant sees it. */
class UnionPayWireTest extends SandboxTest {

    private UnionPayMerchant unionPay() {
        return new UnionPayMerchant(KEYS, merchant);
    }

    private String code(Map<String, String> answer) {
        return answer.getOrDefault("respCode", "");
    }

    private String submitted(long fen) {
        String paymentNo = TestMerchant.number();
        Answered page = unionPay().post("frontTransReq.do", unionPay().order(paymentNo, now, fen));
        assertThat(page.status()).isEqualTo(303);
        assertThat(TestMerchant.header(page, "Location")).isEqualTo("/?paymentNo=" + paymentNo);
        return paymentNo;
    }

    @Test
    void answersAreRawAndSignedAndBringTheirCertificate() {
        String paymentNo = TestMerchant.number();

        Answered answer = unionPay().post("appTransReq.do", unionPay().order(paymentNo, now, 22_401));

        Map<String, String> fields = UnionPayMerchant.fields(answer);
        assertThat(code(fields)).isEqualTo("00");
        assertThat(fields.get("tn")).matches("[0-9]{21}");
        assertThat(fields).containsEntry("orderId", paymentNo).containsEntry("respMsg", "成功[0000000]");
        assertThat(fields.get("signPubKeyCert")).contains("\r\n");
        assertThat(unionPay().trusts(fields)).isTrue();
        fields.put("respMsg", "成功");
        assertThat(unionPay().trusts(fields)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "version, 5.0.0, 10",
        "merId, 777290000000001, 31",
        "certId, 12345, 11",
        "orderId, A-1234567, 13",
        "orderId, short, 13",
        "txnAmt, 224.01, 13",
        "txnAmt, 0, 13",
        "currencyCode, 840, 13",
        "txnSubType, 07, 13",
        "txnTime, 20261111, 13",
        "txnTime, 20261111030000, 39",
        "payTimeout, 20261111105959, 39"
    })
    void aMessageThatIsWrongIsRefusedAndNothingIsBooked(String field, String value, String code) {
        Map<String, String> message = unionPay().order(TestMerchant.number(), now, 22_401);
        message.put(field, value);

        Map<String, String> answer = UnionPayMerchant.fields(unionPay().post("appTransReq.do", message));

        assertThat(code(answer)).isEqualTo(code);
        assertThat(unionPay().trusts(answer)).isTrue();
        assertThat(merchant.get("/sandbox/v1/books").json().path("payments")).isEmpty();
    }

    @Test
    void aMessageThatWasChangedAfterSigningIsRefused() {
        Map<String, String> message =
                new TreeMap<>(unionPay().signed(unionPay().order(TestMerchant.number(), now, 100)));
        message.put("txnAmt", "1");

        Map<String, String> answer =
                UnionPayMerchant.fields(merchant.postForm("/gateway/api/backTransReq.do", message));

        assertThat(code(answer)).isEqualTo("11");
    }

    @Test
    void aFormMakesThePaymentKnownAndItsEndIsToldByTheQuery() {
        String never = TestMerchant.number();
        assertThat(code(unionPay().query(never, now))).isEqualTo("34");
        String paymentNo = submitted(22_401);

        assertThat(unionPay().query(paymentNo, now)).containsEntry("origRespCode", "70");
        assertThat(code(unionPay().query(paymentNo, now.plusSeconds(1)))).isEqualTo("34");
        var opened = now;
        pass(Duration.ofMinutes(31));
        assertThat(unionPay().query(paymentNo, opened)).containsEntry("origRespCode", "69");
        assertThat(merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aPaymentIsToldUntilTheAnswerIs200() {
        String paymentNo = submitted(22_401);
        merchant.repliesWith(500, 302, 202);

        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{}");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
        pass(Duration.ofMinutes(8));

        assertThat(merchant.received).hasSize(4);
        Map<String, String> told =
                UnionPayMerchant.form(merchant.received.get(3).body());
        assertThat(unionPay().trusts(told)).isTrue();
        assertThat(told)
                .containsEntry("orderId", paymentNo)
                .containsEntry("respCode", "00")
                .containsEntry("txnType", "01")
                .containsEntry("txnAmt", "22401");
        pass(Duration.ofDays(1));
        assertThat(merchant.received).hasSize(4);
    }

    @Test
    void aRefundIsAcceptedOnceSettlesLaterAndIsTold() {
        String paymentNo = submitted(22_401);
        var opened = now;
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{\"notify\":false}");
        String queryId = unionPay().query(paymentNo, opened).getOrDefault("queryId", "");
        String refundNo = TestMerchant.number();
        Map<String, String> refund = unionPay().refund(refundNo, now, queryId, 10_000);

        assertThat(code(UnionPayMerchant.fields(unionPay().post("backTransReq.do", refund))))
                .isEqualTo("00");
        assertThat(code(UnionPayMerchant.fields(unionPay().post("backTransReq.do", refund))))
                .isEqualTo("12");
        assertThat(code(UnionPayMerchant.fields(unionPay()
                        .post("backTransReq.do", unionPay().refund(TestMerchant.number(), now, queryId, 12_402)))))
                .isEqualTo("33");
        assertThat(unionPay().query(refundNo, opened)).containsEntry("origRespCode", "05");
        pass(Duration.ofSeconds(1));

        assertThat(unionPay().query(refundNo, opened))
                .containsEntry("origRespCode", "00")
                .containsEntry("txnAmt", "10000");
        Map<String, String> told =
                UnionPayMerchant.form(merchant.received.get(0).body());
        assertThat(unionPay().trusts(told)).isTrue();
        assertThat(told)
                .containsEntry("orderId", refundNo)
                .containsEntry("txnType", "04")
                .containsEntry("respCode", "00");
    }
}
