package io.orderloom.fulfilment;

import io.orderloom.shared.Problem;

/** Goods of an order that is not paid, or is over, do not leave. */
public class OrderNotPaid extends Problem {

    private static final long serialVersionUID = 1L;

    public OrderNotPaid() {
        super(Kind.CONFLICT, "ORDER_NOT_PAID", "The order is not paid, so its goods stay.");
    }
}
