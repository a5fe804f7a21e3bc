package io.orderloom.payment;

import io.orderloom.shared.Problem;

/** More is asked back than is left of what was paid. */
public class RefundExceedsPaid extends Problem {

    private static final long serialVersionUID = 1L;

    public RefundExceedsPaid() {
        super(Kind.INVALID, "REFUND_EXCEEDS_PAID", "More is asked back than is left of what was paid.");
    }
}
