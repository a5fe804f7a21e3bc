package io.orderloom.payment;

/** Where a payment stands, by the names of the API. */
public enum PaymentStatus {
    /** Open at the gateway, not paid as far as we know. */
    PENDING,
    SUCCEEDED,
    /** The gateway refused to open it. */
    DECLINED,
    /**
     * The last try to open it surely did not reach the gateway. An earlier one may have, if the machine died on
     * it, so it is asked about and closed like the others.
     */
    NOT_EXECUTED,
    /** It may be open or even paid: the gateway is asked until it says. */
    UNKNOWN,
    /** Closed for certain; it can never be paid any more. */
    CLOSED;

    /** Whether somebody might still pay it. */
    public boolean isOpen() {
        return this == PENDING || this == UNKNOWN || this == NOT_EXECUTED;
    }
}
