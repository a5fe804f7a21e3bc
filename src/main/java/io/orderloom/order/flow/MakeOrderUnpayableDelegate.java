package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.CancelOrder;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Make order unpayable": from here on no payment can be opened. */
@Component
class MakeOrderUnpayableDelegate extends FlowDelegate {

    private final CancelOrder cancelOrder;

    MakeOrderUnpayableDelegate(CancelOrder cancelOrder) {
        this.cancelOrder = cancelOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        cancelOrder.makeUnpayable(orderNo(execution));
    }
}
