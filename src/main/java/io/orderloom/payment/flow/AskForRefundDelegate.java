package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.AskForRefund;
import io.orderloom.shared.RefundNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask for refund": tells the model how far the refund is after asking the gateway for it. */
@Component
class AskForRefundDelegate extends FlowDelegate {

    private final AskForRefund askForRefund;

    AskForRefundDelegate(AskForRefund askForRefund) {
        this.askForRefund = askForRefund;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        RefundNo refundNo = new RefundNo((String) execution.getVariable(RefundVariables.REFUND_NO));
        execution.setVariable(
                RefundVariables.REFUND_PROGRESS,
                askForRefund.ask(refundNo, execution.getProcessInstanceId()).name());
        countUp(execution, RefundVariables.ASKINGS);
    }
}
