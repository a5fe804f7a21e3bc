package io.orderloom.sandbox.wire;

/** A request that is answered with a refusal in the dialect of the one who was called. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient HttpAnswer answer;

    public Refused(HttpAnswer answer, String message) {
        super(message, null, false, false);
        this.answer = answer;
    }

    public HttpAnswer answer() {
        return answer;
    }
}
