package io.orderloom.payment;

/** The payment platforms, by the names of the API. */
public enum Channel {
    WECHAT_PAY,
    ALIPAY,
    UNIONPAY
}
