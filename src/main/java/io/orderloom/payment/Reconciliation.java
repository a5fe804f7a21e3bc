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
        /** Ask the gateway about the number, and book what it says. */
        ASK_GATEWAY,
        /** The number is not ours: ask the gateway's support, and pay back what nobody owes. */
        CLEAR_UP_WITH_GATEWAY,
        /** Hold the order until a person has decided. */
        HOLD_ORDER
    }

    /**
     * One difference.
     *
     * @param number of the payment or of the refund
     * @param oursFen what our books say; null when they do not have it
     * @param theirsFen what the bill says; null when it does not list it
     */
    public record Difference(
            Kind kind,
            BillSource.Kind about,
            String number,
            @Nullable Long oursFen,
            @Nullable Long theirsFen,
            Proposal proposal) {}
}
