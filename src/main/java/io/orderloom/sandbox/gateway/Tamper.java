package io.orderloom.sandbox.gateway;

/** What is wrong with a notification that a tester orders. */
public enum Tamper {
    /** Nothing: it is what the gateway would send. */
    NONE,
    /** Signed by somebody who is not the gateway. */
    SIGNATURE,
    /** Changed after it was signed. */
    BODY,
    /** Authentic, of another amount. */
    AMOUNT,
    /** Authentic, of another currency. */
    CURRENCY,
    /** Authentic, for another merchant. */
    MERCHANT,
    /** Authentic and a day old. */
    STALE,
    /** A deliberately wrong signature by which a gateway checks whether anybody looks. */
    PROBE
}
