package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** What was granted is with the shopper. Amount in fen. */
public record AfterSaleCompleted(String orderNo, String afterSalesNo, String type, long amountFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.completed.v1";
    }
}
