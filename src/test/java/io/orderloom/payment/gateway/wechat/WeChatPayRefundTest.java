package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.RefundNotification;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Scene;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money goes back at WeChat Pay, through its own SDK and over the sandbox's wire. */
class WeChatPayRefundTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");
    private static final Money TOTAL = Money.ofFen(12_900);

    private static Postbox postbox;
    private static GatewaySandbox sandbox;
    private static WeChatPaySettings settings;
    private static WeChatPayGateway gateway;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of(), "");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(3));
        settings = sandbox.bind(
                "orderloom.wechat-pay",
                WeChatPaySettings.class,
                Map.of(
                        "orderloom.wechat-pay.refund-notify-url",
                        postbox.url(),
                        "orderloom.wechat-pay.call-timeout",
                        "2s"));
        gateway = new WeChatPayGateway(settings, new WeChatPayKeys(settings, Instant::now));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        postbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @Test
    void acceptedIsNotRefundedAndTheNotificationTellsWhenItIs() {
        RefundRequest request = request(paid(), 5_000);

        GatewayRefund accepted = succeeded(gateway.refund(request));

        assertThat(accepted.state()).isEqualTo(RefundState.PROCESSING);
        assertThat(accepted.refundNo()).isEqualTo(request.refund().refundNo());
        GatewayRefund settled = settled(request);
        assertThat(settled.amountFen()).isEqualTo(5_000);
        assertThat(settled.refundedAt()).isNotNull();
        RefundNotification notification = Awaitility.await()
                .until(
                        () -> reader().read(notified("REFUND.SUCCESS")),
                        told -> told.refund().refundNo().equals(request.refund().refundNo()));
        assertThat(notification.refund().state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(notification.refund().amountFen()).isEqualTo(5_000);
    }

    @Test
    void aSecondRefundOfAPaymentWithinAMinuteComesTooEarly() {
        PaymentRef payment = paid();
        succeeded(gateway.refund(request(payment, 1_000)));

        assertThat(succeeded(gateway.refund(request(payment, 1_000))).state()).isEqualTo(RefundState.LATER);
        assertThat(gateway.refundLimits().apart()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void aRefundOfMoreThanWasPaidIsRefusedWithTheGatewaysCode() {
        assertThat(gateway.refund(request(paid(), 12_901)))
                .isInstanceOfSatisfying(Outcome.Declined.class, refused -> assertThat(refused.code())
                        .isEqualTo("INVALID_REQUEST"));
    }

    @Test
    void aPaymentNotificationAtTheRefundAddressIsRefused() {
        String paymentNo = paid().paymentNo().value();
        sandbox.post(
                "/sandbox/v1/notifications",
                JSON.createObjectNode().put("paymentNo", paymentNo).put("tamper", "NONE"));

        assertThatThrownBy(() -> reader().read(notified("TRANSACTION.SUCCESS")))
                .isInstanceOf(NotificationRefused.class);
    }

    private static RefundNotification.Reader reader() {
        return new WeChatPayRefundNotificationReader(
                new WeChatPayEnvelope(new WeChatPayKeys(settings, Instant::now), Instant::now), settings);
    }

    /** The oldest notification of this kind that was not read yet. */
    private static Raw notified(String eventType) {
        Postbox.Letter letter = postbox.next();
        while (!letter.body().contains(eventType)) {
            letter = postbox.next();
        }
        return new Raw(letter.headers(), letter.body());
    }

    private static PaymentRef paid() {
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(NUMBERS.next()), Scene.NATIVE, now, now.plusSeconds(1800));
        succeeded(gateway.prepay(new PrepayRequest(payment, TOTAL, "织机茶 Loom tea", null, null)));
        sandbox.pay(payment.paymentNo().value());
        return payment;
    }

    private static RefundRequest request(PaymentRef payment, long fen) {
        return new RefundRequest(
                new RefundRef(new RefundNo(NUMBERS.next()), payment, Instant.now()),
                Money.ofFen(fen),
                TOTAL,
                RefundReason.STAFF,
                null);
    }

    private static GatewayRefund settled(RefundRequest request) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> succeeded(gateway.queryRefund(request.refund())),
                        told -> told.state() == RefundState.SUCCEEDED);
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }
}
