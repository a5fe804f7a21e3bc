package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One intent to give money back. Its number never changes, however often it is tried.
 *
 * @param statusReason what stands in its way, in the gateway's words; {@link #PAID_ANOTHER_WAY} when a person paid it
 *     in the gateway's place; null otherwise
 * @param statusSince when the status was first written
 * @param processInstanceId the refund process that looks after it; null until it has asked for the first time
 */
public record Refund(
        RefundNo refundNo,
        OrderNo orderNo,
        PaymentNo paymentNo,
        Money amount,
        RefundStatus status,
        RefundReason reason,
        Instant requestedAt,
        @Nullable Instant refundedAt,
        @Nullable String gatewayRefundId,
        @Nullable String statusReason,
        Instant statusSince,
        @Nullable String processInstanceId) {

    /** Why it succeeded although its gateway never paid it. */
    static final String PAID_ANOTHER_WAY = "PAID_ANOTHER_WAY";

    /** Whether a person paid it, and the gateway must not. */
    boolean isPaidAnotherWay() {
        return PAID_ANOTHER_WAY.equals(statusReason);
    }
}
