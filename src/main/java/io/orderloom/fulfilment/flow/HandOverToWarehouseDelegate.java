package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.Fulfilment;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Hand over to warehouse": the paid order appears on the pick list. */
@Component
class HandOverToWarehouseDelegate extends FlowDelegate {

    private final Fulfilment fulfilment;

    HandOverToWarehouseDelegate(Fulfilment fulfilment) {
        this.fulfilment = fulfilment;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        fulfilment.handOver(orderNo(execution), execution.getProcessInstanceId());
    }
}
