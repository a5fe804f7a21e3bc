package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.AskAboutRefund;
import io.orderloom.shared.RefundNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask about refund": tells the model what became of the refund, and counts how often it was asked. */
@Component
class AskAboutRefundDelegate extends FlowDelegate {

    private final AskAboutRefund askAboutRefund;

    AskAboutRefundDelegate(AskAboutRefund askAboutRefund) {
        this.askAboutRefund = askAboutRefund;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        RefundNo refundNo = new RefundNo((String) execution.getVariable(RefundVariables.REFUND_NO));
        execution.setVariable(
                RefundVariables.REFUND_PROGRESS, askAboutRefund.ask(refundNo).name());
        countUp(execution, RefundVariables.ASKINGS);
    }
}
