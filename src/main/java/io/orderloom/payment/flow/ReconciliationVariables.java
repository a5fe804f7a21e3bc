package io.orderloom.payment.flow;

import io.orderloom.payment.Channel;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names of the variables that the reconciliation model shares with its delegates. */
final class ReconciliationVariables {

    static final String BILL_FETCHED = "billFetched";
    static final String DIFFERENCES = "differences";
    static final String TRIES = "tries";
    private static final String CHANNEL = "channel";
    private static final String BILL_DATE = "billDate";

    private ReconciliationVariables() {}

    static Channel channel(DelegateExecution execution) {
        return Channel.valueOf((String) execution.getVariable(CHANNEL));
    }

    static LocalDate date(DelegateExecution execution) {
        return LocalDate.parse((String) execution.getVariable(BILL_DATE));
    }
}
