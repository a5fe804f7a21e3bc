package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.ReportShipping;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Report shipping to WeChat": uploads what frees the money of the order. */
@Component
class ReportShippingToWeChatDelegate extends FlowDelegate {

    private final ReportShipping reportShipping;

    ReportShippingToWeChatDelegate(ReportShipping reportShipping) {
        this.reportShipping = reportShipping;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String shipmentNo = (String) execution.getVariable("shipmentNo");
        boolean reported = reportShipping.report(shipmentNo);
        execution.setVariable("reported", reported);
        if (!reported) {
            countUp(execution, "reportTries");
        }
    }
}
