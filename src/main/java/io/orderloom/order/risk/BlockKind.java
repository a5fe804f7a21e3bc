package io.orderloom.order.risk;

/** What can be blocked. */
public enum BlockKind {
    SHOPPER,
    ADDRESS
}
