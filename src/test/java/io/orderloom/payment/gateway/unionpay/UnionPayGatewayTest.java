package io.orderloom.payment.gateway.unionpay;

import static io.orderloom.payment.gateway.SellingShop.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.PaymentGatewayContract;
import io.orderloom.sandbox.SandboxKeys;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What UnionPay does otherwise than the others, against the sandbox's wire, which signs with code of its own. */
class UnionPayGatewayTest extends PaymentGatewayContract {

    @Override
    protected PaymentGateway adapter(GatewaySandbox calling, Map<String, String> replaced) {
        UnionPaySettings settings = calling.bind("orderloom.unionpay", UnionPaySettings.class, replaced);
        return new UnionPayGateway(settings, new UnionPayKeys(settings, Instant::now));
    }

    @Override
    protected PaymentNotification.Reader reader() {
        UnionPaySettings settings = sandbox().bind("orderloom.unionpay", UnionPaySettings.class, Map.of());
        UnionPayKeys keys = new UnionPayKeys(settings, Instant::now);
        return new UnionPayNotificationReader(new UnionPayNotices(settings, keys));
    }

    @Override
    protected String prefix() {
        return "orderloom.unionpay.";
    }

    @Override
    protected Map<String, String> calling(String baseUrl) {
        return Map.of("orderloom.unionpay.base-url", baseUrl);
    }

    @Override
    protected Scene scene() {
        return Scene.NATIVE;
    }

    /** UnionPay knows no transaction before the payer acts. */
    @Override
    protected State known() {
        return State.NOT_EXIST;
    }

    @Test
    void theFormOfABrowserIsKnownToNobodyUntilItIsPosted() {
        PrepayRequest request = request(Scene.H5);

        Map<String, String> params = succeeded(gateway().prepay(request));

        assertThat(params).containsOnlyKeys("form");
        assertThat(params.get("form"))
                .startsWith("<form ")
                .contains("method=\"post\"")
                .contains(sandbox().baseUrl() + "/gateway/api/frontTransReq.do")
                .contains(".submit()");
        assertThat(booked(request.payment())).isZero();
        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        show(request, params);
        assertThat(state(request)).as("the payer looks at the page").isEqualTo(State.PAYING);
    }

    @Test
    void aFormWhoseAmountWasChangedOnTheWayIsRefusedByUnionPay() {
        PrepayRequest request = request(Scene.H5);
        String form = succeeded(gateway().prepay(request)).getOrDefault("form", "");
        Map<String, String> cheaper = Map.of("form", form.replace("value=\"12905\"", "value=\"1\""));

        assertThat(cheaper.get("form")).isNotEqualTo(form);
        assertThatThrownBy(() -> show(request, cheaper)).hasMessageContaining("422");
    }

    @Test
    void aDescriptionCannotBreakTheFormOrTheRawAnswers() {
        PrepayRequest plain = request(Scene.H5);
        PrepayRequest nasty =
                new PrepayRequest(plain.payment(), TOTAL, "\"><script>x&y={z}[]</script>" + "丝".repeat(40), null, null);

        JsonNode opened = show(nasty, succeeded(gateway().prepay(nasty)));

        assertThat(opened.path("description").asText())
                .startsWith("\"><script>x y  z")
                .hasSize(32);
    }

    @Test
    void thereIsNoMiniProgram() {
        assertThat(gateway().scenes()).containsExactlyInAnyOrder(Scene.NATIVE, Scene.H5, Scene.APP);
        assertThatThrownBy(() -> gateway().prepay(request(Scene.MINI_PROGRAM))).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void theTimeOfOpeningIsPartOfThePaymentsKey() {
        PrepayRequest request = request(Scene.NATIVE);
        pay(request);
        PaymentRef payment = request.payment();
        PaymentRef another = new PaymentRef(
                payment.paymentNo(), payment.scene(), payment.openedAt().minusSeconds(1), payment.expiresAt());

        assertThat(succeeded(gateway().query(another)).state()).isEqualTo(State.NOT_EXIST);
    }

    @Test
    void anAttemptUnderWayIsNotTakenForUnpaidAndAFailedOneLeavesThePaymentPayable() {
        PrepayRequest request = opened();
        sandbox().fault(channel(), "query", "PROCESSING", true);
        assertThat(state(request)).isEqualTo(State.PAYING);
        sandbox().fault(channel(), "query", "ABNORMAL", true);
        assertThat(state(request)).isEqualTo(State.NOT_EXIST);
        pay(request);
        assertThat(state(request)).isEqualTo(State.PAID);
    }

    @Test
    void closingIsAlwaysForLaterAndAbsenceIsFinalOnlyAMinuteAfterTheExpiry() {
        PrepayRequest request = opened();
        Instant expiry = request.payment().expiresAt();

        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.LATER);
        assertThat(gateway().absenceIsFinal(request.payment(), expiry)).isFalse();
        assertThat(gateway().absenceIsFinal(request.payment(), expiry.plusSeconds(60)))
                .isFalse();
        assertThat(gateway().absenceIsFinal(request.payment(), expiry.plusSeconds(61)))
                .isTrue();
    }

    @Test
    void anotherMerchantOrAnotherCertificateIsRefusedForGood() {
        assertThat(adapter(Map.of("orderloom.unionpay.mer-id", "777290000000000"))
                        .prepay(request(Scene.APP)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("31"));
        SandboxKeys others = SandboxKeys.generate();
        PaymentGateway stranger = adapter(Map.of(
                "orderloom.unionpay.certificate", others.unionPayMerchantCertificatePem(),
                "orderloom.unionpay.private-key", others.unionPayMerchantPrivateKeyPem()));

        assertThat(stranger.prepay(request(Scene.APP)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("11"));
    }

    @Test
    void aRefundOfMoreThanWasPaidIsRefusedWithTheGatewaysCode() {
        assertThat(gateway().refund(refund(paid(), TOTAL.fen() + 1)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("33"));
    }

    @Test
    void withoutUnionPaysOwnNumberThePaymentIsAskedAboutFirst() {
        RefundRequest known = refund(paid(), 100);
        RefundRequest bare = new RefundRequest(known.refund(), known.amount(), known.total(), RefundReason.STAFF, null);

        assertThat(succeeded(gateway().refund(bare)).state()).isEqualTo(RefundState.PROCESSING);
    }
}
