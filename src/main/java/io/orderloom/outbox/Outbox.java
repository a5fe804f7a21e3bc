package io.orderloom.outbox;

/** Takes events into the running transaction; the relay publishes them after the commit. */
public interface Outbox {

    /**
     * Appends an event to its order's stream. The caller holds the order's lock, which is what keeps
     * the sequence of the order's events without gaps.
     *
     * @param by who made it happen: {@code shopper}, {@code system}, {@code gateway}, {@code carrier} or
     *     {@code staff:name}; never personal data
     */
    void append(OrderEvent event, String by);
}
