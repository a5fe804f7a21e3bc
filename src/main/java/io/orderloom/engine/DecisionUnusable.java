package io.orderloom.engine;

import org.jspecify.annotations.Nullable;

/** A decision table gives no answer: it is not there, or a cell of it cannot be evaluated. */
public class DecisionUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DecisionUnusable(String message) {
        this(message, null);
    }

    DecisionUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
