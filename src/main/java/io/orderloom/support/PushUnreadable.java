package io.orderloom.support;

/** A push in which nothing can be read; nothing of it is stored. */
public class PushUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PushUnreadable(String message) {
        super(message);
    }
}
