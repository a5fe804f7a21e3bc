package io.orderloom.engine;

import io.orderloom.shared.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Carries the problem that a delegate met out of the engine to whoever started the process, or completed a task, in the same
 * thread: a BPMN error only has a code, the caller needs the missing SKUs too.
 */
public final class FlowProblems {

    private static final ThreadLocal<@Nullable Problem> MET = new ThreadLocal<>();

    private FlowProblems() {}

    static void raise(Problem problem) {
        MET.set(problem);
    }

    /** The last problem that a delegate met in this thread, and forgets it. */
    public static @Nullable Problem take() {
        Problem met = MET.get();
        MET.remove();
        return met;
    }
}
