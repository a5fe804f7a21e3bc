package io.orderloom.payment.flow;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.Channel;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.payment.Reconciliation.DifferenceRef;
import java.time.LocalDate;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names of the variables that the reconciliation model shares with its delegates. */
final class ReconciliationVariables {

    static final String BILL_FETCHED = "billFetched";
    static final String DIFFERENCES = "differences";
    static final String TRIES = "tries";
    static final String REPAIRED = "repaired";
    static final String ASKINGS = "askings";
    private static final String DIFFERENCE = "difference";
    private static final String CHANNEL = "channel";
    private static final String BILL_DATE = "billDate";

    private ReconciliationVariables() {}

    static Channel channel(DelegateExecution execution) {
        return Channel.valueOf((String) execution.getVariable(CHANNEL));
    }

    /** What a person reads in the list of tasks, and what {@link #difference} reads again: the number comes last. */
    static String text(Difference difference) {
        return difference.about() + " " + difference.kind() + " " + difference.proposal() + " " + difference.number();
    }

    static DifferenceRef difference(DelegateExecution execution) {
        String[] words = ((String) execution.getVariable(DIFFERENCE)).split(" ", 4);
        return new DifferenceRef(channel(execution), date(execution), BillSource.Kind.valueOf(words[0]), words[3]);
    }

    static LocalDate date(DelegateExecution execution) {
        return LocalDate.parse((String) execution.getVariable(BILL_DATE));
    }
}
