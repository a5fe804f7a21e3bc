package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Somebody else decided the review the other way. */
public class ReviewDecided extends Problem {

    private static final long serialVersionUID = 1L;

    ReviewDecided() {
        super(Kind.CONFLICT, "REVIEW_DECIDED", "The review was decided before, the other way.");
    }
}
