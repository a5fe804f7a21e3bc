package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.LongSteps;
import io.orderloom.payment.Channel;
import io.orderloom.payment.FetchBill;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Fetch bill": tells the model whether the gateway's bill is there, and counts the tries. */
@Component
class FetchBillDelegate extends FlowDelegate {

    private final FetchBill fetchBill;
    private final LongSteps longSteps;

    FetchBillDelegate(FetchBill fetchBill, LongSteps longSteps) {
        this.fetchBill = fetchBill;
        this.longSteps = longSteps;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        Channel channel = ReconciliationVariables.channel(execution);
        LocalDate date = ReconciliationVariables.date(execution);
        execution.setVariable(
                ReconciliationVariables.BILL_FETCHED, longSteps.run(() -> fetchBill.fetch(channel, date)));
        countUp(execution, ReconciliationVariables.TRIES);
    }
}
