package io.orderloom.payment;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** Money is to go back. Amount in fen; the reason by the names of {@link RefundReason}. */
public record RefundRequested(String orderNo, String refundNo, String paymentNo, long amountFen, String reason)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "refund.requested.v1";
    }
}
