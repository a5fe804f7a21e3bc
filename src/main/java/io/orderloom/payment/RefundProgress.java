package io.orderloom.payment;

/** How far a refund is, in the words of the refund model's decisions. */
public enum RefundProgress {
    /** The payer has the money. */
    PAID_OUT,
    /** Accepted and not paid out yet, or nobody can say: ask again later. */
    UNDER_WAY,
    /** Nothing reached the gateway, for instance because it only fails and is left alone: ask again soon. */
    NOT_ASKED,
    /** The gateway has never heard of it: ask for it, under the same number. */
    UNHEARD_OF,
    /** The merchant's account at the gateway has too little. */
    BALANCE_TOO_LOW,
    /** The gateway cannot bring it to the payer: a person has to. */
    UNDELIVERABLE
}
