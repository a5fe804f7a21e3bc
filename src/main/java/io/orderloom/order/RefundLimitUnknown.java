package io.orderloom.order;

import io.orderloom.shared.Problem;

/** The table of limits cannot be used, so nobody of the staff gives money back until it is mended. */
public class RefundLimitUnknown extends Problem {

    private static final long serialVersionUID = 1L;

    RefundLimitUnknown(Throwable cause) {
        super(
                Kind.UNAVAILABLE,
                "REFUND_LIMIT_UNKNOWN",
                "The table that says how much the staff may give back cannot be used; an analyst has to mend it.");
        initCause(cause);
    }
}
