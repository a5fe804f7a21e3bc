package io.orderloom.web;

import io.orderloom.shared.Problem;

/** The same request is being worked on; its answer will be there in a moment. */
final class RequestInFlight extends Problem implements ProblemReading.Delayed {

    private static final long serialVersionUID = 1L;

    RequestInFlight() {
        super(Kind.CONFLICT, "REQUEST_IN_FLIGHT", "The same request is still being worked on. Ask again with its key.");
    }

    @Override
    public int retryAfterSeconds() {
        return 1;
    }
}
