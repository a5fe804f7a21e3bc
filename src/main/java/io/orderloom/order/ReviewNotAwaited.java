package io.orderloom.order;

import io.orderloom.shared.Problem;

/** Nobody asked for a review of this order, or it is over. */
public class ReviewNotAwaited extends Problem {

    private static final long serialVersionUID = 1L;

    ReviewNotAwaited() {
        super(Kind.CONFLICT, "REVIEW_NOT_AWAITED", "This order waits for no review.");
    }
}
