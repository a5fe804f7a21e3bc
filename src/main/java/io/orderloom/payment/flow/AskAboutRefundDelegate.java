package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.AskAboutRefund;
import io.orderloom.payment.RefundProgress;
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
        RefundProgress progress = askAboutRefund.ask(refundNo);
        execution.setVariable(RefundVariables.REFUND_PROGRESS, progress.name());
        if (progress == RefundProgress.UNHEARD_OF) {
            // The gateway is there again: what comes next begins with short distances.
            execution.removeVariable(RefundVariables.ASKINGS);
        } else {
            countUp(execution, RefundVariables.ASKINGS);
        }
    }
}
