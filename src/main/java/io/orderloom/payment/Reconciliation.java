package io.orderloom.payment;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel's day: what the gateway's bill says against what our books say. The day is one of Beijing. */
public record Reconciliation(
        Channel channel, LocalDate date, ReconciliationStatus status, List<Difference> differences) {

    /** In what they differ. */
    public enum Kind {
        /** The gateway lists it and our books do not have it. */
        UNKNOWN_TO_US,
        /** Our books have it and the gateway does not list it. */
        MISSING_AT_GATEWAY,
        AMOUNT
    }

    /** What would settle it. */
    public enum Proposal {
        /**
         * Ask the gateway about the number. What our books lack is booked as it says; where the bill lacks it, the
         * order is held unless the gateway confirms it.
         */
        ASK_GATEWAY,
        /** The number is not ours: clear it up with the gateway's support; nothing of ours changes. */
        CLEAR_UP_WITH_GATEWAY,
        /** Hold the order until a person has decided, and write down what the gateway says now. */
        HOLD_ORDER
    }

    /** What came of a repair. */
    public enum Settlement {
        /** The gateway said that it is paid, and it is booked; what no order needs goes back by itself. */
        BOOKED,
        /** The gateway confirms our books: its bill lacks it. */
        CONFIRMED,
        /** The order is held. */
        HELD,
        /** Nothing of ours changed. */
        LEFT_TO_STAFF
    }

    /** Which difference of which day. */
    public record DifferenceRef(Channel channel, LocalDate date, BillSource.Kind about, String number) {}

    /**
     * One difference.
     *
     * @param number of the payment or of the refund
     * @param oursFen what our books say; null when they do not have it
     * @param theirsFen what the bill says; null when it does not list it
     * @param agreedBy who agreed to the proposal, as in the audit; null while nobody did
     * @param outcome what came of it; null while it is not repaired
     * @param askedFen what the gateway said when it was asked for the repair; null unless it told an amount
     */
    public record Difference(
            Kind kind,
            BillSource.Kind about,
            String number,
            @Nullable Long oursFen,
            @Nullable Long theirsFen,
            Proposal proposal,
            @Nullable String agreedBy,
            @Nullable Settlement outcome,
            @Nullable Long askedFen) {}
}
