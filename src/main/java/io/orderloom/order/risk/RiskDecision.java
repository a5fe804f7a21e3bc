package io.orderloom.order.risk;

/** What the risk rules say to an order, from mild to severe. */
public enum RiskDecision {
    ACCEPT,
    /** It may be paid; a person decides before anything ships. */
    REVIEW,
    REFUSE
}
