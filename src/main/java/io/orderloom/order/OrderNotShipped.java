package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Goods that are still in the warehouse cannot have been received. */
public class OrderNotShipped extends Problem {

    private static final long serialVersionUID = 1L;

    public OrderNotShipped() {
        super(Kind.CONFLICT, "ORDER_NOT_SHIPPED", "The order has not been shipped yet.");
    }
}
