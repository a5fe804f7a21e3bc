package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.FollowParcel;
import io.orderloom.fulfilment.ParcelProgress;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask carrier": asks where the parcel is when nobody tells. */
@Component
class AskCarrierDelegate extends FlowDelegate {

    private final FollowParcel followParcel;

    AskCarrierDelegate(FollowParcel followParcel) {
        this.followParcel = followParcel;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String shipmentNo = (String) execution.getVariable("shipmentNo");
        ParcelProgress progress = followParcel.ask(shipmentNo);
        execution.setVariable("signed", progress == ParcelProgress.SIGNED);
        execution.setVariable("inTrouble", progress == ParcelProgress.IN_TROUBLE);
    }
}
