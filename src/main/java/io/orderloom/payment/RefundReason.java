package io.orderloom.payment;

/** Why money goes back, by the names of the API. */
public enum RefundReason {
    AFTER_SALE,
    /** The money came when the order was over. */
    LATE_PAYMENT,
    /** The order was paid already. */
    DUPLICATE_PAYMENT,
    WRONG_AMOUNT,
    /** A person refused the order after its payment. */
    REVIEW_REFUSED,
    STAFF;

    /** Whether it is money that the order never owed, so that its own sums do not change. */
    public boolean isSurplus() {
        return this == LATE_PAYMENT || this == DUPLICATE_PAYMENT || this == WRONG_AMOUNT;
    }
}
