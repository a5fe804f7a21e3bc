package io.orderloom.order;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;
import org.jspecify.annotations.Nullable;

/** The order's money is in. Amounts in fen; channel and payment are null when there was nothing to pay. */
public record OrderPaid(
        String orderNo,
        long paidFen,
        @Nullable String channel,
        @Nullable String paymentNo) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "order.paid.v1";
    }
}
