package io.orderloom.bench;

import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.Scene;
import io.orderloom.shared.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the ports to payment gateway, carriers and WeChat's shipping information and answers at
 * once, so that what is measured is ours. Remembers when it was told of what, for the driver.
 */
final class InstantGateways {

    private static final Map<String, String> CLIENT_PARAMETERS = Map.of(
            "appId", "wx0123456789abcdef",
            "timeStamp", "1780000000",
            "nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
            "package", "prepay_id=wx201410272009395522657a690389285100",
            "signType", "RSA",
            "paySign", "x".repeat(344));

    private final Map<String, Long> subscribed = new ConcurrentHashMap<>();
    private final Map<String, Long> reported = new ConcurrentHashMap<>();

    PaymentGateway payments() {
        return new Payments();
    }

    Carriers carriers() {
        return new Parcels();
    }

    ShippingInfo shippingInfo() {
        return upload -> {
            reported.put(upload.paymentNo(), System.nanoTime());
            return new Outcome.Succeeded<>(true);
        };
    }

    /** When the last of a parcel's two calls came, by {@link System#nanoTime}; null while one is missing. */
    @Nullable
    Long toldOf(String trackingNo, String paymentNo) {
        Long first = subscribed.get(trackingNo);
        Long second = reported.get(paymentNo);
        return first == null || second == null ? null : Long.valueOf(Math.max(first, second));
    }

    void forget(String trackingNo, String paymentNo) {
        subscribed.remove(trackingNo);
        reported.remove(paymentNo);
    }

    private static final class Payments implements PaymentGateway {

        @Override
        public Channel channel() {
            return Channel.WECHAT_PAY;
        }

        @Override
        public Set<Scene> scenes() {
            return Set.of(Scene.MINI_PROGRAM);
        }

        @Override
        public Outcome<Map<String, String>> prepay(PrepayRequest request) {
            return new Outcome.Succeeded<>(CLIENT_PARAMETERS);
        }

        @Override
        public Outcome<GatewayPayment> query(PaymentRef payment) {
            return new Outcome.Succeeded<>(new GatewayPayment(
                    payment.paymentNo().value(), State.NOT_PAID, null, null, null, null, null, true));
        }

        @Override
        public boolean absenceIsFinal(PaymentRef payment, Instant now) {
            return true;
        }

        @Override
        public Outcome<CloseAnswer> close(PaymentRef payment) {
            return new Outcome.Succeeded<>(CloseAnswer.ACCEPTED);
        }

        @Override
        public Outcome<GatewayRefund> refund(RefundRequest request) {
            return new Outcome.NotExecuted<>("nothing is refunded here");
        }

        @Override
        public Outcome<GatewayRefund> queryRefund(RefundRef refund) {
            return new Outcome.NotExecuted<>("nothing is refunded here");
        }

        @Override
        public RefundLimits refundLimits() {
            return new RefundLimits(Duration.ZERO, RefundLimits.ANY_NUMBER, Duration.ofDays(365));
        }
    }

    private final class Parcels implements Carriers {

        @Override
        public boolean knows(String carrier) {
            return true;
        }

        @Override
        public Outcome<Boolean> subscribe(Parcel parcel) {
            subscribed.put(parcel.trackingNo(), System.nanoTime());
            return new Outcome.Succeeded<>(true);
        }

        @Override
        public Outcome<Track> query(Parcel parcel) {
            return new Outcome.Unknown<>("not asked here");
        }
    }
}
