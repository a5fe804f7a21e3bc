package io.orderloom.payment;

/** What moves money. Each movement of one payment or refund is booked once. */
public enum LedgerMovement {
    CHARGED,
    REFUNDED,
    /** The gateway's fee, as its bill tells it. */
    FEE
}
