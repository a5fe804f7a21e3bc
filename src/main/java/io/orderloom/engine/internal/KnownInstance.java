package io.orderloom.engine.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of an instance between two of its jobs, and since when. Used by one thread. */
final class KnownInstance {

    /** What was known for longer is read anew: a node that slept may have lost its jobs to another one. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private WholeInstances.@Nullable Rows rows;
    /** When all of what is known was true; what a job did not touch is as old as what it knew itself. */
    private long since;

    /**
     * @param rows as they were committed just now; null when they have to be read
     * @param nanoTime as {@link System#nanoTime}
     */
    KnownInstance(WholeInstances.@Nullable Rows rows, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.rows = rows;
        this.since = nanoTime.getAsLong();
    }

    /**
     * Hands out what is known, once: who goes on from it changes it.
     *
     * @return null when it has to be read, as of now
     */
    WholeInstances.@Nullable Rows take() {
        WholeInstances.Rows taken = nanoTime.getAsLong() - since < FRESH_NANOS ? rows : null;
        rows = null;
        if (taken == null) {
            since = nanoTime.getAsLong();
        }
        return taken;
    }

    /** A job has gone on from what was taken or read, and has committed this. */
    void becomes(WholeInstances.@Nullable Rows committed) {
        rows = committed;
    }
}
