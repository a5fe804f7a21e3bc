package io.orderloom.payment.flow;

/** Names of the variables that the refund model shares with its delegates. */
final class RefundVariables {

    static final String REFUND_NO = "refundNo";
    static final String REFUND_PROGRESS = "refundProgress";
    static final String ASKINGS = "askings";

    private RefundVariables() {}
}
