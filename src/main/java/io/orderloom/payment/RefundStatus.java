package io.orderloom.payment;

/** Where a refund stands, by the names of the API. */
public enum RefundStatus {
    /** Written down; the gateway has not accepted it yet. */
    REQUESTED,
    /** Accepted by the gateway, which is not yet refunded. */
    PROCESSING,
    SUCCEEDED,
    /** The gateway cannot bring it to the payer; a person has to. */
    ABNORMAL,
    /** Nobody can say whether the gateway accepted it: it is asked until it says. */
    UNKNOWN
}
