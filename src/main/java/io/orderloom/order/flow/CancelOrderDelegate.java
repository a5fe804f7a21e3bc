package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.CancelOrder;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Cancel order": the last step of an order that was never paid. */
@Component
class CancelOrderDelegate extends FlowDelegate {

    private final CancelOrder cancelOrder;

    CancelOrderDelegate(CancelOrder cancelOrder) {
        this.cancelOrder = cancelOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        cancelOrder.finish(orderNo(execution));
    }
}
