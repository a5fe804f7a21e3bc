package io.orderloom.payment;

import io.orderloom.payment.Reconciliation.DifferenceRef;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import org.springframework.stereotype.Service;

/** "Agree to repair": a person has looked at a difference and agrees to what is proposed. */
@Service
public class AgreeToRepair {

    private final ReconciliationRepository days;
    private final DecisionLog decisions;
    private final BusinessClock clock;

    AgreeToRepair(ReconciliationRepository days, DecisionLog decisions, BusinessClock clock) {
        this.days = days;
        this.decisions = decisions;
        this.clock = clock;
    }

    /**
     * Writes it down, in the running transaction.
     *
     * @param by who agreed, as the audit names people
     */
    public void agree(DifferenceRef ref, String by) {
        days.unsettled(ref).ifPresent(difference -> {
            days.agreed(ref, by, clock.now());
            decisions.add(
                    by,
                    "RECONCILIATION_REPAIR",
                    ref.channel() + " " + ref.date() + " " + ref.number(),
                    difference.kind() + " " + difference.proposal());
        });
    }
}
