package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A replacement leaves once, when the goods it replaces are back. */
public class NothingToReplace extends Problem {

    private static final long serialVersionUID = 1L;

    public NothingToReplace() {
        super(Kind.CONFLICT, "NOTHING_TO_REPLACE", "No replacement is to be sent for this case now.");
    }
}
