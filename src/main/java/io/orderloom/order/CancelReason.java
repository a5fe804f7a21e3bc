package io.orderloom.order;

/** Why an unpaid order was cancelled. */
public enum CancelReason {
    SHOPPER,
    TIMEOUT,
    STAFF
}
