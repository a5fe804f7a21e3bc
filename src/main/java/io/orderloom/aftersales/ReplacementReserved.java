package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** What an exchange brings is held for the shopper. Top-up in fen; zero when nothing is paid on top. */
public record ReplacementReserved(String orderNo, String afterSalesNo, String skuId, int quantity, long topUpFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.replacement-reserved.v1";
    }
}
