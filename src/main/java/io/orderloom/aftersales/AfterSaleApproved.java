package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A request was granted, by staff, by the rules, or because nobody answered in time. */
public record AfterSaleApproved(String orderNo, String afterSalesNo, String type, long amountFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.approved.v1";
    }
}
