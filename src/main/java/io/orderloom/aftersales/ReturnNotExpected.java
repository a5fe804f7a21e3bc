package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A return is sent back once, when it was approved. */
public class ReturnNotExpected extends Problem {

    private static final long serialVersionUID = 1L;

    public ReturnNotExpected() {
        super(Kind.CONFLICT, "RETURN_NOT_EXPECTED", "Nothing has to be sent back for this case now.");
    }
}
