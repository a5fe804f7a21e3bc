package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.ReceiveOrder;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Record receipt": notes when the goods were received, if the shopper did not say so. */
@Component
class RecordReceiptDelegate extends FlowDelegate {

    private final ReceiveOrder receiveOrder;

    RecordReceiptDelegate(ReceiveOrder receiveOrder) {
        this.receiveOrder = receiveOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        receiveOrder.record(orderNo(execution));
    }
}
