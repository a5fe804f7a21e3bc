package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.RefundAfterSale;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Refund money": writes the refund down. */
@Component
class RefundMoneyDelegate extends FlowDelegate {

    private final RefundAfterSale refundAfterSale;

    RefundMoneyDelegate(RefundAfterSale refundAfterSale) {
        this.refundAfterSale = refundAfterSale;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        refundAfterSale.refund(CaseVariables.afterSalesNo(execution));
    }
}
