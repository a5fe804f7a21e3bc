package io.orderloom.payment;

import io.orderloom.shared.Problem;

/** The order's money is in. */
public class AlreadyPaid extends Problem {

    private static final long serialVersionUID = 1L;

    public AlreadyPaid() {
        super(Kind.CONFLICT, "ALREADY_PAID", "The order is paid already.");
    }
}
