package io.orderloom.aftersales.flow;

import io.orderloom.shared.AfterSalesNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Which case a process is about. */
final class CaseVariables {

    private CaseVariables() {}

    static AfterSalesNo afterSalesNo(DelegateExecution execution) {
        return new AfterSalesNo((String) execution.getVariable("afterSalesNo"));
    }
}
