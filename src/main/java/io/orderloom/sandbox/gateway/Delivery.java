package io.orderloom.sandbox.gateway;

import java.time.Instant;

/**
 * Something a gateway keeps telling the merchant until it is taken.
 *
 * @param id the same over all repeats
 * @param topic the sender's word for what it is about
 * @param reference the number of the payment, refund or parcel
 * @param attempts how often it was sent
 * @param nextAt when it goes out next, in business time
 */
public record Delivery(
        String id, String channel, String topic, String reference, int attempts, Instant nextAt, Progress progress) {

    /** Where a delivery stands. */
    public enum Progress {
        UNDER_WAY,
        TAKEN,
        GIVEN_UP
    }

    Delivery after(Progress now, Instant next) {
        return new Delivery(id, channel, topic, reference, attempts + 1, next, now);
    }
}
