package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ReturnGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Close unreturned case": the shopper kept the goods. */
@Component
class CloseUnreturnedCaseDelegate extends FlowDelegate {

    private final ReturnGoods returnGoods;

    CloseUnreturnedCaseDelegate(ReturnGoods returnGoods) {
        this.returnGoods = returnGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        returnGoods.closeUnreturned(CaseVariables.afterSalesNo(execution));
    }
}
