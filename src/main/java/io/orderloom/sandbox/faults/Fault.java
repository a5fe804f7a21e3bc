package io.orderloom.sandbox.faults;

import org.jspecify.annotations.Nullable;

/**
 * One ordered misfortune.
 *
 * @param channel whose call; null for any
 * @param reference a number that the call must carry in address or body; null for any
 * @param effect whether the gateway books what was asked before it fails to say so
 * @param times how many calls are still to fail
 */
public record Fault(
        @Nullable String channel,
        Operation operation,
        @Nullable String reference,
        boolean effect,
        Answer answer,
        int times) {

    /** What is being called. */
    public enum Operation {
        PREPAY,
        QUERY,
        CLOSE,
        REFUND,
        QUERY_REFUND,
        BILL,
        /** The list of the gateway's own certificates. */
        CERTIFICATES,
        /** Not a call of the merchant's but one of the gateway to the merchant. */
        NOTIFY,
        TRACK,
        SHIPPING_INFO,
        MESSAGE
    }

    /** What the caller gets instead of the answer. */
    public enum Answer {
        TIMEOUT,
        HTTP_500,
        HTTP_502,
        SYSTEM_ERROR,
        NOT_ENOUGH,
        RESET,
        HALF_BODY,
        BAD_SIGNATURE,
        RATE_LIMITED,
        /** Not a failure: the thing stays undecided. */
        PROCESSING,
        /** Not a failure: the refund cannot reach the payer. */
        ABNORMAL
    }

    boolean matches(String calledChannel, Operation called, String text) {
        return (channel == null || channel.equals(calledChannel))
                && operation == called
                && (reference == null || text.contains(reference));
    }

    Fault onceLess() {
        return new Fault(channel, operation, reference, effect, answer, times - 1);
    }
}
