package io.orderloom.web;

import io.orderloom.shared.Problem;

/** The key belongs to a request with another body. */
final class IdempotencyKeyReused extends Problem {

    private static final long serialVersionUID = 1L;

    IdempotencyKeyReused() {
        super(
                Kind.INVALID,
                "IDEMPOTENCY_KEY_REUSED",
                "This Idempotency-Key belongs to another request. Take a new one.");
    }
}
