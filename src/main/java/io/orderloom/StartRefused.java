package io.orderloom;

/** The service must not start as it is configured. The message is one sentence for the operator. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    StartRefused(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
