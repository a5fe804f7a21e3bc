package io.orderloom.support.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.support.Complain;
import io.orderloom.support.Complaint;
import io.orderloom.support.ComplaintNo;
import io.orderloom.support.MessageText;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record complaint decision": what a person decided in Tasklist. */
@Component
class RecordComplaintDecisionDelegate extends FlowDelegate {

    private final Complain complain;
    private final PersonAtTask person;

    RecordComplaintDecisionDelegate(Complain complain, PersonAtTask person) {
        this.complain = complain;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Complaint.Outcome outcome = StaffWords.choice(execution, "outcome", Complaint.Outcome.class);
        String answer = MessageText.of(StaffWords.note(execution, "note"), "/note", MessageText.LONGEST_OF_STAFF);
        complain.record(
                new ComplaintNo((String) execution.getVariable("complaintNo")), outcome, answer, person.actor());
    }
}
