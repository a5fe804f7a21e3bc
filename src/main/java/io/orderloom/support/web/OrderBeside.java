package io.orderloom.support.web;

import io.orderloom.support.OrdersTalkedAbout;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The order beside a conversation or a complaint, for staff. Amounts in fen. */
record OrderBeside(
        String orderNo,
        String status,
        @Nullable String hold,
        long payableFen,
        long paidFen,
        long refundedFen,
        Instant placedAt) {

    static OrderBeside of(OrdersTalkedAbout.Summary order) {
        return new OrderBeside(
                order.orderNo().value(),
                order.status(),
                order.hold(),
                order.payable().fen(),
                order.paid().fen(),
                order.refunded().fen(),
                order.placedAt());
    }
}
