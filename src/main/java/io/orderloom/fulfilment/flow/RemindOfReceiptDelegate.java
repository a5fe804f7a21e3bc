package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.RemindReceipt;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Remind of receipt": WeChat asks the shopper to confirm that the goods are there. */
@Component
class RemindOfReceiptDelegate extends FlowDelegate {

    private final RemindReceipt remindReceipt;

    RemindOfReceiptDelegate(RemindReceipt remindReceipt) {
        this.remindReceipt = remindReceipt;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        boolean reminded = remindReceipt.remind(orderNo(execution));
        execution.setVariable("reminded", reminded);
        if (!reminded) {
            countUp(execution, "reminderTries");
        }
    }
}
