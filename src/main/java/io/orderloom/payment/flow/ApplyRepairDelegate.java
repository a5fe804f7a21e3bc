package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.ApplyRepair;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Apply repair": tells the model whether the difference is repaired, and counts how often it was tried. */
@Component
class ApplyRepairDelegate extends FlowDelegate {

    private final ApplyRepair applyRepair;

    ApplyRepairDelegate(ApplyRepair applyRepair) {
        this.applyRepair = applyRepair;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        boolean repaired = applyRepair.apply(ReconciliationVariables.difference(execution));
        // Several differences are repaired at once: each has its own.
        execution.setVariableLocal(ReconciliationVariables.REPAIRED, repaired);
        Integer askings = (Integer) execution.getVariableLocal(ReconciliationVariables.ASKINGS);
        execution.setVariableLocal(ReconciliationVariables.ASKINGS, askings == null ? 0 : askings + 1);
    }
}
