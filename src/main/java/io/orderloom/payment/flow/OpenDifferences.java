package io.orderloom.payment.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.payment.Channel;
import io.orderloom.payment.ReconcileDay;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** For models: the differences of a reconciled day that nobody has agreed to repair yet. */
@BuildingBlock
@Component
public class OpenDifferences {

    /** So many tasks at most; with more something is wrong with the whole day. */
    private static final int MOST = 100;

    private final ReconcileDay reconcileDay;

    OpenDifferences(ReconcileDay reconcileDay) {
        this.reconcileDay = reconcileDay;
    }

    /** Their numbers with what they are and what is proposed, for a person's task for each. */
    public List<String> of(String channel, String billDate) {
        return reconcileDay.open(Channel.valueOf(channel), LocalDate.parse(billDate), MOST).stream()
                .map(ReconciliationVariables::text)
                .toList();
    }
}
