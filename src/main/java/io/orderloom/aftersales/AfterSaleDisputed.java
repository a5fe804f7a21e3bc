package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** Shopper and shop do not agree; staff will rule. */
public record AfterSaleDisputed(String orderNo, String afterSalesNo, String type) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.disputed.v1";
    }
}
