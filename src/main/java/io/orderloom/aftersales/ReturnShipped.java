package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** The shopper has sent the goods of a case back. */
public record ReturnShipped(String orderNo, String afterSalesNo, String carrier) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.return-shipped.v1";
    }
}
