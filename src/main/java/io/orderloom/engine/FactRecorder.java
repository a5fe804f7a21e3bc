package io.orderloom.engine;

import java.util.function.Supplier;

/** Commits facts from outside so that they survive the model. */
public interface FactRecorder {

    /**
     * Runs the unit, which writes facts and tells processes with {@link ProcessSignals}, in one
     * transaction. Lost races are repeated as a whole. When telling fails for any other reason, the unit
     * is rolled back and runs once more with its tellings kept for later: the facts commit alone, and an
     * incident names the element of the model that failed.
     *
     * <p>The unit runs more than once, so it must do nothing but database work.
     */
    <T> T record(Supplier<T> unit);
}
