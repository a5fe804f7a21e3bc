package io.orderloom.shared;

/** What a room writes only as the running transaction ends, so that a row that many want is locked for a moment. */
public interface DeferredWrites {

    /** Writes it now, for a caller that has to know whether it can be written. Nothing when there is nothing. */
    void settle();
}
