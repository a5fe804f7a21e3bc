package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.LongSteps;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Compare books": tells the model whether there are differences. */
@Component
class CompareBooksDelegate extends FlowDelegate {

    private final ReconcileDay reconcileDay;
    private final LongSteps longSteps;

    CompareBooksDelegate(ReconcileDay reconcileDay, LongSteps longSteps) {
        this.reconcileDay = reconcileDay;
        this.longSteps = longSteps;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Channel channel = ReconciliationVariables.channel(execution);
        LocalDate date = ReconciliationVariables.date(execution);
        execution.setVariable(
                ReconciliationVariables.DIFFERENCES, longSteps.run(() -> reconcileDay.compareBooks(channel, date)));
    }
}
