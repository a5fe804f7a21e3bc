package io.orderloom.engine;

/** Tells processes the facts they wait for. */
public interface ProcessSignals {

    /**
     * Tells the fact in the running transaction, whose caller holds the order's lock. If nobody waits for
     * it yet, it is kept and told as soon as the process comes to the wait.
     *
     * <p>Inside {@link FactRecorder#record} a model that fails on it costs only the telling, never the fact.
     */
    void tell(ProcessSignal signal);

    /**
     * As {@link #tell}, for a process that looks at the facts itself before it waits: if nobody waits now,
     * nothing is kept.
     */
    void tellWhoWaits(ProcessSignal signal);
}
