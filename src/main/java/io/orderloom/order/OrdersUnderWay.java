package io.orderloom.order;

import io.orderloom.shared.Problem;

/** A shopper who waits for goods or a refund cannot be forgotten yet: the parcel needs an address. */
public class OrdersUnderWay extends Problem {

    private static final long serialVersionUID = 1L;

    public OrdersUnderWay() {
        super(
                Kind.CONFLICT,
                "ORDERS_UNDER_WAY",
                "Personal data can be erased when no order is waiting for its payment or on its way.");
    }
}
