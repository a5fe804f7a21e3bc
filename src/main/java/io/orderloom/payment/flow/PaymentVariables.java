package io.orderloom.payment.flow;

/** Names of the variables that the payment models share with their delegates. */
final class PaymentVariables {

    static final String PAYMENT_NO = "paymentNo";
    static final String PAYMENT_STATE = "paymentState";
    static final String CLOSE_ACCEPTED = "closeAccepted";
    static final String ASKINGS = "askings";

    private PaymentVariables() {}
}
