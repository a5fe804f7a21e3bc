package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.MakeWaybill;
import io.orderloom.fulfilment.WaybillProgress;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Order waybill": asks the carrier for the parcel's waybill. */
@Component
class OrderWaybillDelegate extends FlowDelegate {

    private final MakeWaybill makeWaybill;

    OrderWaybillDelegate(MakeWaybill makeWaybill) {
        this.makeWaybill = makeWaybill;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        WaybillProgress progress = makeWaybill.order((String) execution.getVariable("shipmentNo"));
        execution.setVariable("waybillProgress", progress.name());
        if (progress == WaybillProgress.AGAIN) {
            countUp(execution, "waybillTries");
        }
    }
}
