package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** The warehouse has looked at what came back, in units. */
public record ReturnInspected(String orderNo, String afterSalesNo, int acceptedUnits, int refusedUnits)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.inspected.v1";
    }
}
