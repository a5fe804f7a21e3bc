package io.orderloom.shared;

/** The thing is absent or somebody else's; both look the same from outside. */
public class NotFound extends Problem {

    private static final long serialVersionUID = 1L;

    public NotFound() {
        super(Kind.NOT_FOUND, "NOT_FOUND", "There is no such thing here.");
    }
}
