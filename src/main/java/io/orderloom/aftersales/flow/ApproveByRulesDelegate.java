package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Approve by rules": small amounts and trusted shoppers wait for nobody. */
@Component
class ApproveByRulesDelegate extends FlowDelegate {

    private final DecideOnRequest decideOnRequest;

    ApproveByRulesDelegate(DecideOnRequest decideOnRequest) {
        this.decideOnRequest = decideOnRequest;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        decideOnRequest.approveByRules(CaseVariables.afterSalesNo(execution));
    }
}
