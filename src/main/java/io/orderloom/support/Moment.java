package io.orderloom.support;

/** When the shop has something to tell a shopper over WeChat. Each has a template of its own, or is not told. */
public enum Moment {
    /** Customer service answered, and WeChat's chat is closed to it. */
    ANSWER,
    ORDER_PAID,
    PARCEL_SHIPPED,
    REFUND_DONE,
    /** The shopper may send goods back. */
    RETURN_APPROVED
}
