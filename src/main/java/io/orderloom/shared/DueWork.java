package io.orderloom.shared;

import java.time.Instant;
import java.util.Optional;

/**
 * Work of our own that falls due at moments of the business clock, such as asking a gateway. A runner
 * polls it; the demo and the tests step the clock from one due moment to the next.
 */
public interface DueWork {

    /** The earliest moment at which something is due, past moments included; empty when nothing waits. */
    Optional<Instant> nextDue();

    /**
     * Does what is due now, at most one batch.
     *
     * @return how many pieces of work were done
     */
    int runDue();
}
