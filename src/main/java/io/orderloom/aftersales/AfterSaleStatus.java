package io.orderloom.aftersales;

/** Where a case stands, by the names of the API. */
public enum AfterSaleStatus {
    REQUESTED,
    APPROVED,
    /** Refused; the shopper may dispute it until the deadline. */
    REJECTED,
    /** The shopper pays on top for what an exchange brings. */
    AWAITING_TOP_UP,
    AWAITING_RETURN,
    /** On the way back. */
    RETURNING,
    /** Arrived; the warehouse looks at it. */
    INSPECTING,
    /** The warehouse sends what an exchange brings. */
    REPLACING,
    REFUNDING,
    COMPLETED,
    /** Withdrawn, or closed by a clock. */
    CANCELLED,
    DISPUTED;

    /** Whether somebody still has to do something, so that the order is not over. */
    public boolean isOpen() {
        return this != REJECTED && this != COMPLETED && this != CANCELLED;
    }

    /** Whether the request was granted by whoever decided it. */
    boolean wasApproved() {
        return switch (this) {
            case APPROVED, AWAITING_TOP_UP, AWAITING_RETURN, RETURNING, INSPECTING, REPLACING, REFUNDING, COMPLETED ->
                true;
            case REQUESTED, REJECTED, CANCELLED, DISPUTED -> false;
        };
    }
}
