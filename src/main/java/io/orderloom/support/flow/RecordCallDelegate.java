package io.orderloom.support.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.support.CallShopper;
import io.orderloom.support.ConversationId;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record call": what came of calling the shopper. */
@Component
class RecordCallDelegate extends FlowDelegate {

    private final CallShopper callShopper;
    private final PersonAtTask person;

    RecordCallDelegate(CallShopper callShopper, PersonAtTask person) {
        this.callShopper = callShopper;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        ConversationId id = new ConversationId((String) execution.getVariable("conversationId"));
        CallShopper.Call call = StaffWords.choice(execution, "call", CallShopper.Call.class);
        String note = StaffWords.note(execution, "note");
        execution.setVariable("callAgain", callShopper.record(id, call, note, person.actor()));
    }
}
