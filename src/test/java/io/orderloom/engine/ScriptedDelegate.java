package io.orderloom.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** A delegate that does what the test says, at once and when what it put off is written. */
class ScriptedDelegate extends FlowDelegate {

    volatile Consumer<DelegateExecution> step = execution -> {};
    volatile Runnable deferred = () -> {};
    final AtomicInteger calls = new AtomicInteger();

    @Override
    protected void perform(DelegateExecution execution) {
        calls.incrementAndGet();
        step.accept(execution);
    }
}
