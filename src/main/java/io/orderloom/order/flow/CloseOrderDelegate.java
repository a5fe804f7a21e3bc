package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.CloseOrder;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Close order": everything was refunded. */
@Component
class CloseOrderDelegate extends FlowDelegate {

    private final CloseOrder closeOrder;

    CloseOrderDelegate(CloseOrder closeOrder) {
        this.closeOrder = closeOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        closeOrder.close(orderNo(execution));
    }
}
