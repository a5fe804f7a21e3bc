package io.orderloom.outbox;

import io.orderloom.shared.OrderNo;
import java.time.Instant;

/**
 * An event that has its place in the stream.
 *
 * @param position its place in the stream, from 1 without gaps; the cursor of readers
 * @param sequence its place among the events of its order, from 1 without gaps
 * @param type also the routing key, for instance {@code order.paid.v1}
 * @param json the whole CloudEvent (version 1.0, structured JSON mode)
 */
public record StreamedEvent(
        long position, OrderNo subject, long sequence, String type, Instant occurredAt, String json) {

    /** Unique for ever, the same at each repetition: the order and the place among its events. */
    public String id() {
        return id(subject, sequence);
    }

    static String id(OrderNo subject, long sequence) {
        return subject + "-" + sequence;
    }
}
