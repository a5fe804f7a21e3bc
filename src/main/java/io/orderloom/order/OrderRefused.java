package io.orderloom.order;

import io.orderloom.shared.Problem;

/** The risk rules refuse the order. Which of them is not said: whoever tries to get around them would learn from it. */
public class OrderRefused extends Problem {

    private static final long serialVersionUID = 1L;

    OrderRefused() {
        super(Kind.INVALID, "ORDER_REFUSED", "This order cannot be accepted.");
    }
}
