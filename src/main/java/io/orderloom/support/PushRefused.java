package io.orderloom.support;

/** A push that is not believed; nothing of it is stored. */
public class PushRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PushRefused(String message) {
        super(message);
    }
}
