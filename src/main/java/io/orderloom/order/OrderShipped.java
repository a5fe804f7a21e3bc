package io.orderloom.order;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;
import java.util.List;

/** A parcel left. {@code complete} tells whether nothing is left to ship. */
public record OrderShipped(String orderNo, String shipmentNo, String carrier, boolean complete, List<ShippedLine> lines)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "order.shipped.v1";
    }
}
