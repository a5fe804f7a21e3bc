package io.orderloom.engine;

import io.orderloom.shared.DeferredWrites;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes one command of the engine of a unit, and a failed telling of what fails when that command is written. */
@Component
class JointTellings implements JointSteps {

    /** The step that this thread is in. */
    private static final ThreadLocal<@Nullable Step> RUNNING = new ThreadLocal<>();

    private static final class Step {

        private @Nullable ProcessSignal last;
        private boolean unitIsOver;
    }

    private final DirectMessages direct;
    private final List<DeferredWrites> deferred;

    JointTellings(DirectMessages direct, ObjectProvider<DeferredWrites> deferred) {
        this.direct = direct;
        this.deferred = deferred.orderedStream().toList();
    }

    @Override
    public <T> T run(Collection<@Nullable String> processInstanceIds, Supplier<T> unit) {
        if (RUNNING.get() != null || MessageSignals.KEEP_BECAUSE.get() != null) {
            return unit.get();
        }
        Step step = new Step();
        RUNNING.set(step);
        try {
            T result = direct.inOneCommand(
                    processInstanceIds.stream().filter(Objects::nonNull).toList(), () -> {
                        T made = unit.get();
                        step.unitIsOver = true;
                        return made;
                    });
            if (step.last != null) {
                settle(deferred);
            }
            return result;
        } catch (RuntimeException e) {
            if (step.last == null || !step.unitIsOver || Contention.isBehind(e)) {
                throw e;
            }
            throw new TellingFailed(step.last, null, e);
        } finally {
            RUNNING.remove();
        }
    }

    /**
     * A process took the signal. What its steps have put off belongs to them: it must not fail later, when the fact would
     * go with it. In a joint step that is written after what the engine writes, so that others wait the shorter for it.
     */
    static void told(ProcessSignal signal, List<DeferredWrites> deferred) {
        Step step = RUNNING.get();
        if (step == null) {
            settle(deferred);
        } else {
            step.last = signal;
        }
    }

    private static void settle(List<DeferredWrites> deferred) {
        deferred.forEach(DeferredWrites::settle);
    }
}
