package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DecideOnRequest;
import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record decision": what customer service decided in Tasklist. */
@Component
class RecordDecisionDelegate extends FlowDelegate {

    private final DecideOnRequest decideOnRequest;
    private final PersonAtTask person;

    RecordDecisionDelegate(DecideOnRequest decideOnRequest, PersonAtTask person) {
        this.decideOnRequest = decideOnRequest;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        decideOnRequest.record(CaseVariables.afterSalesNo(execution), StaffInput.decision(execution), person.staff());
    }
}
