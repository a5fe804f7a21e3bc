package io.orderloom.payment;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A gateway took money that the order, or an exchange in it, does not need. Amounts in fen. */
public record PaymentSurplus(String orderNo, String paymentNo, String channel, long amountFen, String reason)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "payment.surplus.v1";
    }
}
