package io.orderloom.sandbox.books;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as its gateway knows it.
 *
 * @param amountFen what is asked, or what was really paid
 * @param payer openid or buyer id of whoever shall pay or has paid
 * @param handle what the client app shows to open it: a prepay id, a code, an address
 * @param handleIssuedAt when that was given out
 */
public record Payment(
        Terms terms,
        State state,
        long amountFen,
        @Nullable String payer,
        @Nullable Instant paidAt,
        String handle,
        Instant handleIssuedAt) {

    /** Where a payment stands. */
    public enum State {
        NOTPAY,
        SUCCESS,
        /** Paid, and refunded in part or whole. */
        REFUND,
        CLOSED;

        public boolean paid() {
            return this == SUCCESS || this == REFUND;
        }
    }

    /**
     * What never changes about a payment.
     *
     * @param scene the gateway's word for the way of paying
     * @param appId application for which it was opened
     * @param transactionId the gateway's number; shown to nobody before the payment succeeds
     * @param content digest of what was asked, by which a repeated request is known
     * @param expiresAt business time from which it can no longer be paid
     */
    public record Terms(
            String channel,
            String paymentNo,
            String scene,
            String appId,
            String currency,
            String description,
            @Nullable String attach,
            String notifyUrl,
            String transactionId,
            String content,
            Instant openedAt,
            Instant expiresAt) {}

    @JsonIgnore
    public String channel() {
        return terms.channel();
    }

    @JsonIgnore
    public String paymentNo() {
        return terms.paymentNo();
    }

    /** The state at a moment of business time: what nobody paid in time is closed. */
    public State stateAt(Instant now) {
        return state == State.NOTPAY && !now.isBefore(terms.expiresAt()) ? State.CLOSED : state;
    }

    public Payment paid(long fen, @Nullable String by, Instant at) {
        return new Payment(terms, State.SUCCESS, fen, by == null ? payer : by, at, handle, handleIssuedAt);
    }

    public Payment in(State next) {
        return new Payment(terms, next, amountFen, payer, paidAt, handle, handleIssuedAt);
    }

    public Payment handedOutAgain(String newHandle, Instant at) {
        return new Payment(terms, state, amountFen, payer, paidAt, newHandle, at);
    }
}
