package io.orderloom.aftersales;

/** How far the replacement of an exchange has come, by the names of the API. */
public enum ExchangeStatus {
    /** The request is not decided yet. */
    ASKED,
    /** Held for the shopper. */
    RESERVED,
    SHIPPED,
    /** There is none left; the case goes on as a return. */
    SOLD_OUT,
    /** Withdrawn, refused, unpaid, never sent back, or disputed: nothing is sent any more. */
    CALLED_OFF
}
