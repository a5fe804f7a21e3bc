package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A dispute needs an open case, or a refusal that is not final yet. */
public class NotDisputable extends Problem {

    private static final long serialVersionUID = 1L;

    public NotDisputable() {
        super(Kind.CONFLICT, "NOT_DISPUTABLE", "There is nothing to dispute any more.");
    }
}
