package io.orderloom.engine;

import java.util.function.Supplier;

/** For steps of a flow that may take longer than the lock of a job holds. */
public interface LongSteps {

    /**
     * Does the work. The lock of the job that runs it, if a job does, holds until it has ended, so that no other
     * thread or node takes the job for abandoned; should this node die, the lock runs out as any other.
     */
    <T> T run(Supplier<T> work);
}
