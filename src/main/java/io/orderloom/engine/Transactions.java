package io.orderloom.engine;

import java.util.function.Supplier;

/** Runs a unit of work in one commit and repeats it as a whole when it lost a race. */
public interface Transactions {

    /**
     * Runs the unit in a transaction of its own, or in the running one if there is one. Deadlocks,
     * lock-wait timeouts and optimistic-lock losses repeat the whole unit, a few times with a random
     * pause; inside a running transaction they are left to its owner.
     *
     * <p>The unit runs more than once, so it must do nothing but database work.
     */
    <T> T run(Supplier<T> unit);

    /** As {@link #run(Supplier)}, for a unit without a result. */
    default void run(Runnable unit) {
        run(() -> {
            unit.run();
            return Boolean.TRUE;
        });
    }
}
