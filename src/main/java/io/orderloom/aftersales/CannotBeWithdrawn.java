package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A case is withdrawn while nothing has moved. */
public class CannotBeWithdrawn extends Problem {

    private static final long serialVersionUID = 1L;

    public CannotBeWithdrawn() {
        super(Kind.CONFLICT, "CANNOT_BE_WITHDRAWN", "Goods or money are on their way already, or the case is closed.");
    }
}
