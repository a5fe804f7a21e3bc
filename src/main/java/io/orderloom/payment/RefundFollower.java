package io.orderloom.payment;

/** Who wants to know that a refund is with the payer. Rooms that ask for refunds implement it. */
public interface RefundFollower {

    /** The refund was booked, once, in the running transaction under the order's lock. */
    void refunded(Refund refund);
}
