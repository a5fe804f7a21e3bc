package io.orderloom.support;

import io.orderloom.shared.Problem;

/** Somebody was faster, or it was decided otherwise before. */
public class ComplaintDecided extends Problem {

    private static final long serialVersionUID = 1L;

    public ComplaintDecided() {
        super(Kind.CONFLICT, "COMPLAINT_DECIDED", "The complaint is decided already.");
    }
}
