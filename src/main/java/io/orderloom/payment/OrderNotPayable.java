package io.orderloom.payment;

import io.orderloom.shared.Problem;

/** The order takes no payment any more: it is being closed, is over, or its payment window has passed. */
public class OrderNotPayable extends Problem {

    private static final long serialVersionUID = 1L;

    public OrderNotPayable() {
        super(Kind.CONFLICT, "ORDER_NOT_PAYABLE", "The order takes no payment any more.");
    }
}
