package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.InspectReturn;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Put back to stock": accepted units are offered again, or kept apart. */
@Component
class PutBackToStockDelegate extends FlowDelegate {

    private final InspectReturn inspectReturn;

    PutBackToStockDelegate(InspectReturn inspectReturn) {
        this.inspectReturn = inspectReturn;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        inspectReturn.putBack(CaseVariables.afterSalesNo(execution));
    }
}
