package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** What an exchange costs on top is in. Amount in fen. */
public record TopUpPaid(String orderNo, String afterSalesNo, String paymentNo, long amountFen) implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.top-up-paid.v1";
    }
}
