package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.FollowReturn;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Subscribe to return tracking": asks the carrier to tell us of the parcel. */
@Component
class SubscribeToReturnTrackingDelegate extends FlowDelegate {

    private final FollowReturn followReturn;

    SubscribeToReturnTrackingDelegate(FollowReturn followReturn) {
        this.followReturn = followReturn;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        followReturn.subscribe(CaseVariables.afterSalesNo(execution));
    }
}
