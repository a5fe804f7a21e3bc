package io.orderloom.payment;

/** Why money goes back, by the names of the API. */
public enum RefundReason {
    AFTER_SALE,
    /** The money came when the order was over. */
    LATE_PAYMENT,
    /** The order was paid already. */
    DUPLICATE_PAYMENT,
    WRONG_AMOUNT,
    STAFF
}
