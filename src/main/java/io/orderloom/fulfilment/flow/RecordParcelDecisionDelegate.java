package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.fulfilment.FollowParcel;
import io.orderloom.fulfilment.ParcelDecision;
import io.orderloom.shared.InvalidRequest;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record parcel decision": what a person decided about a parcel in trouble; without a decision the task stays. */
@Component
class RecordParcelDecisionDelegate extends FlowDelegate {

    private final FollowParcel followParcel;
    private final PersonAtTask person;

    RecordParcelDecisionDelegate(FollowParcel followParcel, PersonAtTask person) {
        this.followParcel = followParcel;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String shipmentNo = (String) execution.getVariable("shipmentNo");
        followParcel.decide(shipmentNo, decision(execution.getVariable("parcelDecision")), person.actor());
    }

    private static ParcelDecision decision(Object chosen) {
        for (ParcelDecision decision : ParcelDecision.values()) {
            if (decision.name().equals(chosen)) {
                return decision;
            }
        }
        throw new InvalidRequest("/parcelDecision", "DECISION_MISSING", "Wait on, arrived, or will not arrive?");
    }
}
