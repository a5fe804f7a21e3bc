package io.orderloom.sandbox.bills;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that moved money on a day.
 *
 * @param transactionId the gateway's number of the payment
 * @param refundNo the merchant's number of the refund; null for a payment
 * @param refundId the gateway's number of the refund; null for a payment
 * @param amountFen what was paid, or what goes back
 * @param at when it was paid, or when the refund was accepted
 * @param refundState the state of the refund; null for a payment
 */
public record BillLine(
        String paymentNo,
        String transactionId,
        @Nullable String refundNo,
        @Nullable String refundId,
        long amountFen,
        Instant at,
        @Nullable String refundState) {

    /** The merchant's number of what is listed. */
    public String number() {
        return refundNo == null ? paymentNo : refundNo;
    }
}
