package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** Only a dispute is ruled on, and once. */
public class NotDisputed extends Problem {

    private static final long serialVersionUID = 1L;

    public NotDisputed() {
        super(Kind.CONFLICT, "NOT_DISPUTED", "The case is not in dispute.");
    }
}
