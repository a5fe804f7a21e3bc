package io.orderloom.engine;

import io.orderloom.shared.DeferredWrites;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Execution;
import org.camunda.bpm.engine.runtime.ExecutionQuery;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Finds the execution that waits for a fact and passes it on. */
@Component
class SignalDelivery {

    private final RuntimeService runtime;
    private final DirectMessages direct;
    private final List<DeferredWrites> deferred;

    SignalDelivery(RuntimeService runtime, DirectMessages direct, ObjectProvider<DeferredWrites> deferred) {
        this.runtime = runtime;
        this.direct = direct;
        this.deferred = deferred.orderedStream().toList();
    }

    /**
     * Finds who waits for this and tells it, in the running transaction.
     *
     * @return false when nobody waits
     * @throws LostRace when the process left the wait in between
     * @throws TellingFailed when the model failed on it
     */
    boolean tell(ProcessSignal signal) {
        String instance = signal.processInstanceId();
        if (instance != null) {
            return guarded(signal, () -> direct.pass(signal.message(), instance));
        }
        return waiter(signal)
                .map(waiting -> {
                    deliver(signal, waiting);
                    return true;
                })
                .orElse(false);
    }

    /** The execution that waits for this; by the instance's id, else the order's oldest instance that does. */
    Optional<Execution> waiter(ProcessSignal signal) {
        ExecutionQuery waiting = runtime.createExecutionQuery().messageEventSubscriptionName(signal.message());
        if (signal.processInstanceId() != null) {
            waiting.processInstanceId(signal.processInstanceId());
        } else {
            waiting.processInstanceBusinessKey(signal.orderNo().value());
        }
        List<Execution> first = waiting.orderByProcessInstanceId().asc().listPage(0, 1);
        return first.stream().findFirst();
    }

    /**
     * Tells the fact to the waiting execution, in the running transaction.
     *
     * @throws LostRace when the process left the wait in between
     * @throws TellingFailed when the model failed on it
     */
    void deliver(ProcessSignal signal, Execution waiting) {
        var unused = guarded(signal, () -> {
            runtime.messageEventReceived(signal.message(), waiting.getId());
            return true;
        });
    }

    private boolean guarded(ProcessSignal signal, BooleanSupplier telling) {
        ElementTrail.clear();
        try {
            boolean told = telling.getAsBoolean();
            if (told) {
                JointTellings.told(signal, deferred);
            }
            return told;
        } catch (RuntimeException e) {
            if (Contention.isBehind(e)) {
                throw e;
            }
            if (isLostRace(e)) {
                throw new LostRace(e);
            }
            throw new TellingFailed(signal, ElementTrail.last(), e);
        } finally {
            FlowProblems.take();
        }
    }

    /**
     * What the engine throws when the subscription was gone before it got there. Nothing of the model ran
     * then, so no element was entered.
     */
    private static boolean isLostRace(RuntimeException failure) {
        return ElementTrail.last() == null
                && (failure instanceof NullPointerException
                        || failure instanceof NullValueException
                        || failure instanceof MismatchingMessageCorrelationException
                        || (failure instanceof ProcessEngineException engine
                                && String.valueOf(engine.getMessage()).contains("does not have a subscription")));
    }
}
