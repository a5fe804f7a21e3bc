package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Let refusal stand": it cannot be disputed any more. */
@Component
class LetRefusalStandDelegate extends FlowDelegate {

    private final DecideOnRequest decideOnRequest;

    LetRefusalStandDelegate(DecideOnRequest decideOnRequest) {
        this.decideOnRequest = decideOnRequest;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        decideOnRequest.letRefusalStand(CaseVariables.afterSalesNo(execution));
    }
}
