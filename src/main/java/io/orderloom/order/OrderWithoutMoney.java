package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Nothing can go back of an order whose money never came in. */
public class OrderWithoutMoney extends Problem {

    private static final long serialVersionUID = 1L;

    public OrderWithoutMoney() {
        super(Kind.CONFLICT, "ORDER_NOT_PAID", "No money of this order came in.");
    }
}
