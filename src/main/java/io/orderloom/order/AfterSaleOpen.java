package io.orderloom.order;

import io.orderloom.shared.Problem;

/** What is asked back cannot be confirmed as received before the request is closed. */
public class AfterSaleOpen extends Problem {

    private static final long serialVersionUID = 1L;

    public AfterSaleOpen() {
        super(Kind.CONFLICT, "AFTER_SALE_OPEN", "A request about this order is still open.");
    }
}
