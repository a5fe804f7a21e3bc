package io.orderloom.payment;

/** How far a day's comparison with a gateway is, by the names of the API. */
public enum ReconciliationStatus {
    RUNNING,
    /** The gateway has not made its bill yet. */
    WAITING_FOR_BILL,
    /** Compared; the differences are listed. */
    DONE
}
