package io.orderloom.order;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;

/** An order was accepted; its goods are reserved. Amounts in fen. */
public record OrderPlaced(String orderNo, String shopperId, long payableFen, Instant payBefore, List<EventLine> lines)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "order.placed.v1";
    }
}
