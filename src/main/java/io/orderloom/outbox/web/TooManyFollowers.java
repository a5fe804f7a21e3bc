package io.orderloom.outbox.web;

import io.orderloom.shared.Problem;

/** This node already streams to as many followers as it can serve; paging still works. */
final class TooManyFollowers extends Problem {

    private static final long serialVersionUID = 1L;

    TooManyFollowers() {
        super(Kind.TOO_MANY, "TOO_MANY_FOLLOWERS", "Too many clients follow the events here; read them page by page.");
    }
}
