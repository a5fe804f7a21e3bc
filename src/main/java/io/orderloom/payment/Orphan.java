package io.orderloom.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that a gateway reported under a number that is not ours.
 *
 * @param amountFen in fen; null where the gateway does not say
 */
public record Orphan(
        Kind kind, String number, Channel channel, @Nullable Long amountFen, Instant receivedAt) {

    /** Which way the money went. */
    public enum Kind {
        PAYMENT,
        REFUND
    }
}
