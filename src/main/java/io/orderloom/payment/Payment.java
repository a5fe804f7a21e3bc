package io.orderloom.payment;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to pay an order, or the top-up of an exchange in it.
 *
 * @param topUpOf the exchange that it is paid on top for; null for the order's own money
 * @param expiresAt the gateway's own expiry of it, which is the payment deadline of what it is for
 * @param clientParams what the client app's pay call takes; empty until the gateway has answered
 * @param statusSince when the status was last written
 */
public record Payment(
        PaymentNo paymentNo,
        OrderNo orderNo,
        @Nullable AfterSalesNo topUpOf,
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

    /** As it stands once the gateway has opened it. */
    Payment opened(Map<String, String> params, Instant at) {
        return new Payment(
                paymentNo,
                orderNo,
                topUpOf,
                channel,
                scene,
                PaymentStatus.PENDING,
                amount,
                openedAt,
                expiresAt,
                paidAt,
                gatewayTransactionId,
                params,
                null,
                UtcTime.stored(at),
                askings);
    }

    /** As it stands once its money is booked. */
    Payment succeeded(@Nullable String transactionId, Instant paid, Instant at) {
        return new Payment(
                paymentNo,
                orderNo,
                topUpOf,
                channel,
                scene,
                PaymentStatus.SUCCEEDED,
                amount,
                openedAt,
                expiresAt,
                UtcTime.stored(paid),
                transactionId,
                clientParams,
                null,
                UtcTime.stored(at),
                askings);
    }

    /** What the gateway needs to find it. */
    public PaymentGateway.PaymentRef ref() {
        return new PaymentGateway.PaymentRef(paymentNo, scene, openedAt, expiresAt);
    }
}
