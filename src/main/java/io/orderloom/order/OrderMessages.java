package io.orderloom.order;

/** Names of the messages that the order placement model waits for. */
final class OrderMessages {

    static final String PAYMENT_SUCCEEDED = "Msg_PaymentSucceeded";
    static final String CANCELLATION_REQUESTED = "Msg_CancellationRequested";

    static final String REVIEW_DECIDED = "Msg_ReviewDecided";
    static final String EVERYTHING_REFUNDED = "Msg_EverythingRefunded";

    private OrderMessages() {}
}
