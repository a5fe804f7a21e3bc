package io.orderloom.outbox;

import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What happened to an order, for people. Events of the outbox are part of it by themselves; notes are
 * for steps that the world is not told about.
 */
public interface Timeline {

    /** One line of the timeline, its text in the reader's language. */
    record Entry(Instant at, String kind, String text, String by) {}

    /**
     * Writes a note in the running transaction.
     *
     * @param kind the key of its text in {@code timeline*.properties}, for instance {@code payment.opened}
     * @param by as in {@link Outbox#append}
     * @param arguments numbers and codes for the text; never personal data
     */
    void note(OrderNo orderNo, String kind, String by, String... arguments);

    /** Everything that happened to the order, oldest first. */
    List<Entry> of(OrderNo orderNo, Locale language);
}
