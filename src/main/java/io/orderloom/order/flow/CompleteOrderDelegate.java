package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.ReceiveOrder;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Complete order": the goods were received. */
@Component
class CompleteOrderDelegate extends FlowDelegate {

    private final ReceiveOrder receiveOrder;

    CompleteOrderDelegate(ReceiveOrder receiveOrder) {
        this.receiveOrder = receiveOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        receiveOrder.complete(orderNo(execution));
    }
}
