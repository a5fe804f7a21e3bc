package io.orderloom.engine;

/** The process moved on between looking for its wait and telling it; looking again settles it. */
final class LostRace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostRace(Throwable cause) {
        super(cause);
    }
}
