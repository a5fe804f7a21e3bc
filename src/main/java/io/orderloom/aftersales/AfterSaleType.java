package io.orderloom.aftersales;

/** What a shopper asks for, by the names of the API. */
public enum AfterSaleType {
    /** Money for units that have not left, or money alone. */
    REFUND_ONLY,
    /** Money for units that come back. */
    RETURN_AND_REFUND,
    /** Other goods for units that come back; becomes a return when those are sold out. */
    EXCHANGE
}
