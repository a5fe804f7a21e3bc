package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.FollowParcel;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Subscribe to tracking": asks the carrier to tell us of the parcel. */
@Component
class SubscribeToTrackingDelegate extends FlowDelegate {

    private final FollowParcel followParcel;

    SubscribeToTrackingDelegate(FollowParcel followParcel) {
        this.followParcel = followParcel;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String shipmentNo = (String) execution.getVariable("shipmentNo");
        boolean subscribed = followParcel.subscribe(shipmentNo);
        execution.setVariable("subscribed", subscribed);
        if (!subscribed) {
            countUp(execution, "subscribeTries");
        }
    }
}
