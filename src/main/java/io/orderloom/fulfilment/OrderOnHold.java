package io.orderloom.fulfilment;

import io.orderloom.shared.Problem;

/** Something stops the order until a person decides. */
public class OrderOnHold extends Problem {

    private static final long serialVersionUID = 1L;

    public OrderOnHold() {
        super(Kind.CONFLICT, "ORDER_ON_HOLD", "The order is on hold until a person decides.");
    }
}
