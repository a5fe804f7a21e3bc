package io.orderloom.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The engine's clock and its jobs, for those who move time: the demo and the tests. The engine keeps one
 * clock per JVM.
 */
public interface EngineClock {

    /** The moment the engine takes for now. */
    Instant now();

    /** Moves the engine's clock to this distance from the machine's; zero puts it back. */
    void moveTo(Duration offset);

    /**
     * Stops taking jobs and waits until those that run have ended.
     *
     * @throws IllegalStateException when they do not end within this time
     */
    void pause(Duration longest);

    /** Takes jobs again, unless the job executor is switched off altogether. */
    void resume();

    /** The earliest due moment of a job that can run, past moments included; empty when none waits. */
    Optional<Instant> nextDue();

    /**
     * Runs the jobs that are due, one by one, oldest first. A job that fails loses a retry, as with the
     * job executor.
     *
     * @return how many were run, failed ones included
     */
    int runDue();
}
