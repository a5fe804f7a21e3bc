package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to pay an order.
 *
 * @param expiresAt the gateway's own expiry of it, which is the order's payment deadline
 * @param clientParams what the client app's pay call takes; empty until the gateway has answered
 * @param statusSince when the status was last written
 */
public record Payment(
        PaymentNo paymentNo,
        OrderNo orderNo,
        Channel channel,
        Scene scene,
        PaymentStatus status,
        Money amount,
        Instant openedAt,
        Instant expiresAt,
        @Nullable Instant paidAt,
        @Nullable String gatewayTransactionId,
        Map<String, String> clientParams,
        @Nullable String statusReason,
        Instant statusSince,
        int askings) {

    /** What the gateway needs to find it. */
    public PaymentGateway.PaymentRef ref() {
        return new PaymentGateway.PaymentRef(paymentNo, scene, openedAt, expiresAt);
    }
}
