package io.orderloom.order;

/** What the review of a suspicious order says. */
public enum Review {
    /** A person has yet to decide. */
    AWAITED,
    RELEASED,
    /** The money goes back and nothing ships. */
    REFUSED
}
