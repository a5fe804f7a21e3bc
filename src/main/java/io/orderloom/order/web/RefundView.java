package io.orderloom.order.web;

import io.orderloom.payment.Refund;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund as the API shows it. Amount in fen. */
record RefundView(
        String refundNo,
        String paymentNo,
        long amountFen,
        String status,
        String reason,
        Instant requestedAt,
        @Nullable Instant refundedAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.refundNo().value(),
                refund.paymentNo().value(),
                refund.amount().fen(),
                refund.status().name(),
                refund.reason().name(),
                refund.requestedAt(),
                refund.refundedAt());
    }
}
