package io.orderloom.engine;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets several processes of an order go a step in one, when one fact concerns them all. */
public interface JointSteps {

    /**
     * Runs the unit, which starts processes and tells them facts, in the running transaction. What they become is written
     * at the end of the unit, together: nothing of it is in the engine's tables before. A failure to write it counts as the
     * failure of the last telling.
     *
     * @param processInstanceIds who will be told, as far as known; null stands for nobody
     */
    <T> T run(Collection<@Nullable String> processInstanceIds, Supplier<T> unit);

    /** As {@link #run(Collection, Supplier)}, for a unit without a result. */
    default void run(Collection<@Nullable String> processInstanceIds, Runnable unit) {
        run(processInstanceIds, () -> {
            unit.run();
            return Boolean.TRUE;
        });
    }
}
