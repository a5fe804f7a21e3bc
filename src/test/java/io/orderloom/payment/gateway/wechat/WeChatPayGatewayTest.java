package io.orderloom.payment.gateway.wechat;

import static io.orderloom.payment.gateway.SellingShop.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundLimits;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.Scene;
import io.orderloom.payment.gateway.ClosablePaymentContract;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What WeChat Pay does otherwise than the others, against the sandbox's wire, which shares no code with the SDK. */
class WeChatPayGatewayTest extends ClosablePaymentContract {

    @Override
    protected PaymentGateway adapter(GatewaySandbox calling, Map<String, String> replaced) {
        WeChatPaySettings settings = calling.bind("orderloom.wechat-pay", WeChatPaySettings.class, replaced);
        return new WeChatPayGateway(settings, new WeChatPayKeys(settings, Instant::now));
    }

    @Override
    protected PaymentNotification.Reader reader() {
        WeChatPaySettings settings = sandbox().bind("orderloom.wechat-pay", WeChatPaySettings.class, Map.of());
        WeChatPayKeys keys = new WeChatPayKeys(settings, Instant::now);
        return new WeChatPayNotificationReader(new WeChatPayEnvelope(keys, Instant::now), settings);
    }

    @Override
    protected String prefix() {
        return "orderloom.wechat-pay.";
    }

    @Override
    protected Map<String, String> calling(String baseUrl) {
        return Map.of("orderloom.wechat-pay.base-url", baseUrl);
    }

    @Override
    protected Scene scene() {
        return Scene.MINI_PROGRAM;
    }

    /** Its letters are sealed, and those of refunds say only that. */
    @Override
    protected boolean isAbout(Postbox.Letter letter, PrepayRequest request) {
        return letter.body().contains("TRANSACTION.");
    }

    @Test
    void theMiniProgramsCallHasExactlyItsFiveParameters() {
        assertThat(succeeded(gateway().prepay(request(Scene.MINI_PROGRAM))))
                .containsOnlyKeys("timeStamp", "nonceStr", "package", "signType", "paySign")
                .containsEntry("signType", "RSA");
    }

    @Test
    void aLongDescriptionIsCutBetweenCharactersWithin127Bytes() {
        PrepayRequest request = request(Scene.NATIVE);
        PrepayRequest wordy = new PrepayRequest(request.payment(), request.amount(), "a" + "丝".repeat(60), null, null);

        succeeded(gateway().prepay(wordy));

        String description = sandbox()
                .get("/sandbox/v1/payments/" + number(request))
                .path("description")
                .asText();
        assertThat(description).isEqualTo("a" + "丝".repeat(42));
        assertThat(description.getBytes(StandardCharsets.UTF_8)).hasSize(127);
    }

    @Test
    void aPaymentWithoutThePayerThatItsSceneNeedsIsTheCallersMistake() {
        PrepayRequest mini = request(Scene.MINI_PROGRAM);
        PrepayRequest h5 = request(Scene.H5);

        assertThatThrownBy(() ->
                        gateway().prepay(new PrepayRequest(mini.payment(), mini.amount(), "Tea", null, "203.0.113.7")))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> gateway().prepay(new PrepayRequest(h5.payment(), h5.amount(), "Tea", "someone", null)))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    void whatTheGatewayNeverHeardOfNeedsNoClosing() {
        PrepayRequest request = request(Scene.NATIVE);

        assertThat(succeeded(gateway().close(request.payment()))).isEqualTo(CloseAnswer.ACCEPTED);
        assertThat(gateway().absenceIsFinal(request.payment(), Instant.now())).isTrue();
    }

    @Test
    void aClosedNumberIsRefusedForGood() {
        PrepayRequest request = opened();
        succeeded(gateway().close(request.payment()));

        assertThat(gateway().prepay(request))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("ORDER_CLOSED"));
    }

    @Test
    void aWrongKeyOrAForeignApplicationIsRefusedForGood() {
        PaymentGateway wrongSerial = adapter(Map.of("orderloom.wechat-pay.merchant-serial-number", "0".repeat(40)));
        PaymentGateway wrongApp = adapter(Map.of("orderloom.wechat-pay.app-id", "wx0000000000000000"));

        assertThat(wrongSerial.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("SIGN_ERROR"));
        assertThat(wrongApp.prepay(request(Scene.NATIVE)))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("APPID_MCHID_NOT_MATCH"));
    }

    @Test
    void aPaymentOfAnotherApplicationOfTheMerchantIsToldApart() {
        PrepayRequest request = opened();
        PaymentGateway otherApp = adapter(Map.of("orderloom.wechat-pay.app-id", "wx0000000000000000"));

        assertThat(succeeded(otherApp.query(request.payment())).merchantMatches())
                .isFalse();
    }

    @Test
    void asManyRefundsAreTakenAsTheAdapterSaysAsFarApartAsItSays(@TempDir Path fresh) {
        RefundLimits limits = gateway().refundLimits();
        try (GatewaySandbox counting = new GatewaySandbox(fresh, postbox().url(), Duration.ofSeconds(4))) {
            PaymentGateway adapter = adapter(counting, Map.of());
            PrepayRequest payment = paid(counting, adapter);
            for (int part = 0; part < limits.most(); part++) {
                assertThat(succeeded(adapter.refund(refund(adapter, payment, 1)))
                                .state())
                        .isNotEqualTo(RefundState.LATER);
                counting.advance(limits.apart());
            }

            RefundRequest oneMore = refund(adapter, payment, 1);
            assertThat(adapter.refund(oneMore)).isInstanceOf(Outcome.Declined.class);
            assertThat(succeeded(adapter.queryRefund(oneMore.refund())).state()).isEqualTo(RefundState.NOT_EXIST);
        }
    }
}
