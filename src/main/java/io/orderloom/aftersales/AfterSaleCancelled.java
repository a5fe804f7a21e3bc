package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A request is over without money: WITHDRAWN by the shopper, or NOT_RETURNED in time. */
public record AfterSaleCancelled(String orderNo, String afterSalesNo, String reason) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.cancelled.v1";
    }
}
