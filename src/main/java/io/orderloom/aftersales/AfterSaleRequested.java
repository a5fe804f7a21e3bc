package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A shopper asks for money, a return or an exchange. Amount in fen. */
public record AfterSaleRequested(String orderNo, String afterSalesNo, String type, long amountFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.requested.v1";
    }
}
