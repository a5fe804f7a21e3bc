package io.orderloom.order;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** An unpaid order is over; stock and coupon are free again. */
public record OrderCancelled(String orderNo, String cancelReason) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "order.cancelled.v1";
    }
}
