package io.orderloom.order;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A paid order is over, its money went back. */
public record OrderClosed(String orderNo) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "order.closed.v1";
    }
}
