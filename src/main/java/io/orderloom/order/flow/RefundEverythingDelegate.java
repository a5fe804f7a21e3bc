package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.RefundOrder;
import io.orderloom.payment.RefundReason;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Refund everything": a person refused the order. */
@Component
class RefundEverythingDelegate extends FlowDelegate {

    private final RefundOrder refundOrder;

    RefundEverythingDelegate(RefundOrder refundOrder) {
        this.refundOrder = refundOrder;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        refundOrder.everything(orderNo(execution), RefundReason.REVIEW_REFUSED, "system");
    }
}
