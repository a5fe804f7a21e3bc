package io.orderloom.outbox;

import java.time.Duration;
import java.util.List;

/** All events in the order of their commits, for readers that keep a cursor. */
public interface EventStream {

    /**
     * The events behind the cursor, oldest first. A position is given only after the commit and in one
     * line for all nodes, so a reader that goes on from the last one it saw misses nothing.
     *
     * @param position the last position seen, 0 for the beginning
     * @param limit the most events to give
     */
    List<StreamedEvent> after(long position, int limit);

    /**
     * Waits until this node has given a position behind this one, or the time is over. Events that other
     * nodes number are not announced here, so a reader asks again in both cases.
     */
    void awaitAfter(long position, Duration atMost) throws InterruptedException;
}
