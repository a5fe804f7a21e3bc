package io.orderloom.operations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that does not go on by itself.
 *
 * @param orderNo null for money that belongs to no order of ours
 * @param activityId where in the model it stands, null when no process looks after it
 * @param since when it got stuck
 * @param reason why, in a sentence without personal data
 * @param moneyFen how much money hangs on it, in fen
 * @param actions which buttons help
 */
public record StuckOrder(
        @Nullable String orderNo,
        @Nullable String activityId,
        @Nullable String activityName,
        Kind kind,
        Instant since,
        String reason,
        long moneyFen,
        List<Action> actions) {

    /** Why an order is stuck. */
    public enum Kind {
        /** The model or a step of it failed. */
        INCIDENT,
        /** Its payment window is over and it is still not closed. */
        OVERDUE,
        /** A gateway has not said what became of a payment. */
        UNKNOWN_OUTCOME,
        /** A payment was found by asking that should have been notified. */
        MISSING_NOTIFICATION,
        /** It waits for a person's decision. */
        HOLD,
        /** Money under a number that is not ours. */
        ORPHAN
    }

    /** What an operator can do. */
    public enum Action {
        /** Tell the process again, run its failed steps again, let a held order go on. */
        RETRY,
        /** Ask the gateways now. */
        SYNC_PAYMENT,
        /** Cancel an unpaid order. */
        CANCEL
    }
}
