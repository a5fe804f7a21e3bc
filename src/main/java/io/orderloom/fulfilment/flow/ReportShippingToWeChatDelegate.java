package io.orderloom.fulfilment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.fulfilment.ReportShipping;
import io.orderloom.fulfilment.ShippingReport;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Report shipping to WeChat": uploads what frees the money of the order. */
@Component
class ReportShippingToWeChatDelegate extends FlowDelegate {

    private static final String TRIES = "reportTries";

    private final ReportShipping reportShipping;

    ReportShippingToWeChatDelegate(ReportShipping reportShipping) {
        this.reportShipping = reportShipping;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String shipmentNo = (String) execution.getVariable("shipmentNo");
        ShippingReport report = reportShipping.report(orderNo(execution), shipmentNo, execution.hasVariable(TRIES));
        execution.setVariable("reported", report == ShippingReport.TOLD);
        if (report != ShippingReport.TOLD) {
            execution.setVariable("reportRefused", report == ShippingReport.REFUSED);
            countUp(execution, TRIES);
        }
    }
}
