package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.order.ReviewOrder;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record review": what the person chose in the form; without a choice the task stays. */
@Component
class RecordReviewDelegate extends FlowDelegate {

    private static final String DECISION = "reviewDecision";

    private final ReviewOrder reviewOrder;
    private final PersonAtTask person;

    RecordReviewDelegate(ReviewOrder reviewOrder, PersonAtTask person) {
        this.reviewOrder = reviewOrder;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Object decision = execution.getVariable(DECISION);
        if (!"RELEASE".equals(decision) && !"REFUSE".equals(decision)) {
            throw new BadUserRequestException(DECISION + " is RELEASE or REFUSE");
        }
        reviewOrder.record(orderNo(execution), "RELEASE".equals(decision), person.actor());
    }
}
