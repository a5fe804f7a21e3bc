package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Approve by silence": the seller did not answer in time. */
@Component
class ApproveBySilenceDelegate extends FlowDelegate {

    private final DecideOnRequest decideOnRequest;

    ApproveBySilenceDelegate(DecideOnRequest decideOnRequest) {
        this.decideOnRequest = decideOnRequest;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        decideOnRequest.approveBySilence(CaseVariables.afterSalesNo(execution));
    }
}
