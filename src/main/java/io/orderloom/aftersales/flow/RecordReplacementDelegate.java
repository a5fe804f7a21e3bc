package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ShipReplacement;
import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record replacement": how the warehouse sent it, as it said in Tasklist. */
@Component
class RecordReplacementDelegate extends FlowDelegate {

    private final ShipReplacement shipReplacement;
    private final PersonAtTask person;

    RecordReplacementDelegate(ShipReplacement shipReplacement, PersonAtTask person) {
        this.shipReplacement = shipReplacement;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        shipReplacement.record(
                CaseVariables.afterSalesNo(execution), StaffInput.replacement(execution), person.actor());
    }
}
