package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.FollowParcel;
import io.orderloom.fulfilment.ParcelDecision;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record parcel decision": writes down what a person decided about a parcel in trouble. */
@Component
class RecordParcelDecisionDelegate extends FlowDelegate {

    private static final String DECISION = "parcelDecision";

    private final FollowParcel followParcel;

    RecordParcelDecisionDelegate(FollowParcel followParcel) {
        this.followParcel = followParcel;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        // Whoever ends the task without a decision has decided nothing: the parcel is waited for.
        Object told = execution.getVariable(DECISION);
        ParcelDecision decision = told == null || told.toString().isBlank()
                ? ParcelDecision.CARRY_ON
                : ParcelDecision.valueOf(told.toString());
        execution.setVariable(DECISION, decision.name());
        followParcel.decide((String) execution.getVariable("shipmentNo"), decision, "staff");
    }
}
