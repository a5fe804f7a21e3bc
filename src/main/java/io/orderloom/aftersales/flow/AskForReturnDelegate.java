package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ReturnGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask for return": the shopper sends the goods. */
@Component
class AskForReturnDelegate extends FlowDelegate {

    private final ReturnGoods returnGoods;

    AskForReturnDelegate(ReturnGoods returnGoods) {
        this.returnGoods = returnGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        returnGoods.ask(CaseVariables.afterSalesNo(execution), execution.getProcessInstanceId());
    }
}
