package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.DisputeAfterSale;
import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record ruling": what customer service ruled in Tasklist. */
@Component
class RecordRulingDelegate extends FlowDelegate {

    private final DisputeAfterSale disputeAfterSale;
    private final PersonAtTask person;

    RecordRulingDelegate(DisputeAfterSale disputeAfterSale, PersonAtTask person) {
        this.disputeAfterSale = disputeAfterSale;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        disputeAfterSale.recordRuling(
                CaseVariables.afterSalesNo(execution), StaffInput.ruling(execution), person.staff());
    }
}
