package io.orderloom.sandbox.books;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refund as its gateway knows it.
 *
 * @param refundId the gateway's number
 * @param reason as the merchant gave it
 * @param settlesAs the state it will reach when it settles
 * @param settledAt when it reached its last state, in business time
 */
public record Refund(
        String channel,
        String refundNo,
        String paymentNo,
        String refundId,
        long amountFen,
        @Nullable String reason,
        @Nullable String notifyUrl,
        State state,
        State settlesAs,
        Instant createdAt,
        @Nullable Instant settledAt) {

    /** Where a refund stands. */
    public enum State {
        PROCESSING,
        SUCCESS,
        /** The payer's card or account cannot take the money. */
        ABNORMAL,
        CLOSED
    }

    public Refund settled(State as, Instant at) {
        return new Refund(channel, refundNo, paymentNo, refundId, amountFen, reason, notifyUrl, as, as, createdAt, at);
    }
}
