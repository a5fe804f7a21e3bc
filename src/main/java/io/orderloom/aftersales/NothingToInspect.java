package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A return is inspected once, when it was sent. */
public class NothingToInspect extends Problem {

    private static final long serialVersionUID = 1L;

    public NothingToInspect() {
        super(Kind.CONFLICT, "NOTHING_TO_INSPECT", "No return of this case is on its way or has arrived.");
    }
}
