package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** Nothing is left of what an exchange was to bring: the case goes on as a return. Amount in fen. */
public record ReplacementSoldOut(String orderNo, String afterSalesNo, String skuId, long amountFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.replacement-sold-out.v1";
    }
}
