package io.orderloom.aftersales;

import io.orderloom.outbox.OrderEvent;
import io.orderloom.shared.OrderNo;

/** A dispute was ruled on: REFUND, PARTIAL or REJECT. Amount in fen, 0 for a refusal. */
public record AfterSaleRuled(String orderNo, String afterSalesNo, String outcome, long amountFen)
        implements OrderEvent {

    @Override
    public OrderNo subject() {
        return new OrderNo(orderNo);
    }

    @Override
    public String routingKey() {
        return "after-sale.ruled.v1";
    }
}
