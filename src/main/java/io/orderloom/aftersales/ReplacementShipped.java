package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** What an exchange brings is on its way. */
public record ReplacementShipped(String orderNo, String afterSalesNo, String shipmentNo, String carrier)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.replacement-shipped.v1";
    }
}
