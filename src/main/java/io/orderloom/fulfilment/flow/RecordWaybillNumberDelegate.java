package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.fulfilment.MakeWaybill;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record waybill number": writes down the number that a person typed in. */
@Component
class RecordWaybillNumberDelegate extends FlowDelegate {

    private final MakeWaybill makeWaybill;
    private final PersonAtTask person;

    RecordWaybillNumberDelegate(MakeWaybill makeWaybill, PersonAtTask person) {
        this.makeWaybill = makeWaybill;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String typed = String.valueOf(execution.getVariable("trackingNo")).strip();
        makeWaybill.typedIn((String) execution.getVariable("shipmentNo"), typed, person.actor());
    }
}
