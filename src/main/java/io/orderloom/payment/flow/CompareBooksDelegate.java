package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Compare books": tells the model whether there are differences. */
@Component
class CompareBooksDelegate extends FlowDelegate {

    private final ReconcileDay reconcileDay;

    CompareBooksDelegate(ReconcileDay reconcileDay) {
        this.reconcileDay = reconcileDay;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Channel channel = ReconciliationVariables.channel(execution);
        LocalDate date = ReconciliationVariables.date(execution);
        execution.setVariable(ReconciliationVariables.DIFFERENCES, reconcileDay.compareBooks(channel, date));
    }
}
