package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Repair differences": does what was proposed and checked. */
@Component
class RepairDifferencesDelegate extends FlowDelegate {

    private final ReconcileDay reconcileDay;

    RepairDifferencesDelegate(ReconcileDay reconcileDay) {
        this.reconcileDay = reconcileDay;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Channel channel = ReconciliationVariables.channel(execution);
        LocalDate date = ReconciliationVariables.date(execution);
        reconcileDay.repairDifferences(channel, date);
    }
}
