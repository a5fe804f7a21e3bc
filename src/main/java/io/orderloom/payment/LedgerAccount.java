package io.orderloom.payment;

/** What the ledger keeps apart. Debits are positive. */
public enum LedgerAccount {
    /** What the gateways hold for the shop. */
    GATEWAY,
    /** Money of orders, for which goods are owed. */
    ORDERS,
    /** Money that shoppers paid on top for exchanges. */
    TOP_UPS,
    /** Money that no order needs and that goes back. */
    SURPLUS,
    /** What the shop paid from an account of its own, in place of a gateway that could not. */
    BANK,
    /** What the gateways kept for themselves. */
    FEES;

    /** Whose money a payment brings while it is needed. */
    static LedgerAccount of(Payment payment) {
        return payment.topUpOf() == null ? ORDERS : TOP_UPS;
    }
}
