package io.orderloom.aftersales;

import io.orderloom.shared.Problem;

/** A request is decided once. */
public class AlreadyDecided extends Problem {

    private static final long serialVersionUID = 1L;

    public AlreadyDecided() {
        super(Kind.CONFLICT, "ALREADY_DECIDED", "The request was decided already, and otherwise.");
    }
}
