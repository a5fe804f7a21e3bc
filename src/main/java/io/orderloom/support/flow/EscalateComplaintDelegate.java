package io.orderloom.support.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.support.Complain;
import io.orderloom.support.ComplaintNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Escalate complaint": nobody decided in time. */
@Component
class EscalateComplaintDelegate extends FlowDelegate {

    private final Complain complain;

    EscalateComplaintDelegate(Complain complain) {
        this.complain = complain;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        complain.escalate(new ComplaintNo((String) execution.getVariable("complaintNo")));
    }
}
