package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.payment.AgreeToRepair;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Agree to repair": whoever completed the task agreed. */
@Component
class AgreeToRepairDelegate extends FlowDelegate {

    private final AgreeToRepair agreeToRepair;
    private final PersonAtTask person;

    AgreeToRepairDelegate(AgreeToRepair agreeToRepair, PersonAtTask person) {
        this.agreeToRepair = agreeToRepair;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        agreeToRepair.agree(ReconciliationVariables.difference(execution), person.actor());
    }
}
