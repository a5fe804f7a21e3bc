package io.orderloom.payment.gateway.alipay;

import static io.orderloom.payment.gateway.SellingShop.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.ClosablePaymentContract;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Alipay does otherwise than the others, against the sandbox's wire, which shares no code with the SDK. */
class AlipayGatewayTest extends ClosablePaymentContract {

    @Override
    protected PaymentGateway adapter(GatewaySandbox calling, Map<String, String> replaced) {
        AlipaySettings settings = calling.bind("orderloom.alipay", AlipaySettings.class, replaced);
        return new AlipayGateway(settings, new AlipayKeys(settings, Instant::now));
    }

    @Override
    protected PaymentNotification.Reader reader() {
        AlipaySettings settings = sandbox().bind("orderloom.alipay", AlipaySettings.class, Map.of());
        AlipayKeys keys = new AlipayKeys(settings, Instant::now);
        return new AlipayNotificationReader(settings, keys);
    }

    @Override
    protected String prefix() {
        return "orderloom.alipay.";
    }

    @Override
    protected Map<String, String> calling(String baseUrl) {
        return Map.of("orderloom.alipay.gateway-url", baseUrl + "/alipay/gateway.do");
    }

    @Override
    protected Scene scene() {
        return Scene.MINI_PROGRAM;
    }

    /** Its notifications are repeated as they were signed first, so that an old one is none. */
    @Override
    protected Set<String> forgeries() {
        return Set.of("SIGNATURE", "BODY", "MERCHANT", "PROBE");
    }

    @ParameterizedTest
    @CsvSource({"MINI_PROGRAM, tradeNO", "NATIVE, codeUrl", "H5, url", "APP, orderString"})
    void eachScenesCallHasItsOneParameter(Scene scene, String name) {
        assertThat(succeeded(gateway().prepay(request(scene)))).containsOnlyKeys(name);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scene.class,
            names = {"NATIVE", "H5", "APP"})
    void whatNobodyHasOpenedIsNoTradeYetAndStaysPayableUntilAMinuteAfterItsExpiry(Scene scene) {
        PrepayRequest request = request(scene);
        Map<String, String> params = succeeded(gateway().prepay(request));
        PaymentRef payment = request.payment();

        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        assertThat(succeeded(gateway().close(payment))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(gateway().absenceIsFinal(payment, Instant.now())).isFalse();
        assertThat(gateway().absenceIsFinal(payment, payment.expiresAt().plusSeconds(59)))
                .isFalse();
        assertThat(gateway().absenceIsFinal(payment, payment.expiresAt().plusSeconds(60)))
                .isTrue();
        show(request, params);
        assertThat(state(request)).isEqualTo(State.NOT_PAID);
    }

    @Test
    void insideTheMiniProgramWhoWasToldNothingCannotPay() {
        PaymentRef payment = request(Scene.MINI_PROGRAM).payment();

        assertThat(gateway().absenceIsFinal(payment, Instant.now())).isTrue();
    }

    @Test
    void aPaymentInsideTheMiniProgramNeedsItsBuyer() {
        PrepayRequest request = request(Scene.MINI_PROGRAM);

        assertThatThrownBy(() ->
                        gateway().prepay(new PrepayRequest(request.payment(), request.amount(), "Tea", " ", null)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void aSubjectIsCutAndHasNoneOfTheSignsThatAlipayRefuses() {
        PrepayRequest request = request(Scene.NATIVE);

        succeeded(gateway()
                .prepay(new PrepayRequest(
                        request.payment(), request.amount(), "a/b=c&d\n" + "丝".repeat(300), null, null)));

        assertThat(sandbox()
                        .get("/sandbox/v1/payments/" + number(request))
                        .path("description")
                        .asText())
                .startsWith("a b c d 丝")
                .hasSize(128);
    }

    @Test
    void aClosedNumberIsRefusedForGood() {
        PrepayRequest request = opened();
        succeeded(gateway().close(request.payment()));

        assertThat(gateway().prepay(request))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("ACQ.TRADE_HAS_CLOSE"));
    }

    @Test
    void aWrongKeyOrAForeignApplicationIsRefusedForGood() {
        PaymentGateway wrongKey =
                adapter(Map.of("orderloom.alipay.private-key", sandbox().setting("orderloom.wechat-pay.private-key")));
        PaymentGateway wrongApp = adapter(Map.of("orderloom.alipay.app-id", "2021000000000000"));

        assertThat(wrongKey.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("isv.invalid-signature"));
        assertThat(wrongApp.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("isv.invalid-app-id"));
    }

    @Test
    void whatSomebodyElseSignedNoClientOpens() {
        PaymentGateway wrongKey =
                adapter(Map.of("orderloom.alipay.private-key", sandbox().setting("orderloom.wechat-pay.private-key")));
        PrepayRequest request = request(Scene.APP);
        Map<String, String> params = succeeded(wrongKey.prepay(request));

        assertThatThrownBy(() -> show(request, params))
                .hasMessageContaining("422")
                .hasMessageContaining("invalid-signature");
    }

    @Test
    void aRefundIsPaidOutAtOnceAndItsNumberNeverPaysTwice() {
        PrepayRequest request = paid();
        RefundRequest refund = refund(request, 5000);

        assertThat(succeeded(gateway().queryRefund(refund.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        GatewayRefund made = succeeded(gateway().refund(refund));
        assertThat(made.state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(made.amountFen()).isEqualTo(5000);
        assertThat(succeeded(gateway().refund(refund)).state()).isEqualTo(RefundState.PROCESSING);

        GatewayRefund asked = succeeded(gateway().queryRefund(refund.refund()));
        assertThat(asked.state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(asked.amountFen()).isEqualTo(5000);
        assertThat(asked.refundedAt()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(state(request)).isEqualTo(State.PAID);
        assertThat(refundedFen(refund)).isEqualTo(5000);
    }

    @Test
    void whatWasRefundedWholeIsToldApartFromWhatWasNeverPaid() {
        PrepayRequest request = paid();

        succeeded(gateway().refund(refund(request, 12905)));

        assertThat(state(request)).isEqualTo(State.REFUNDED);
    }

    @Test
    void aNotificationOfARefundIsNoSecondPayment() {
        PrepayRequest request = paid();
        succeeded(gateway().refund(refund(request, 300)));

        PaymentNotification read = reader().read(told(request));

        assertThat(read.payment().number())
                .isEqualTo(request.payment().paymentNo().value());
        assertThat(read.payment().state()).isEqualTo(State.REFUNDED);
    }
}
