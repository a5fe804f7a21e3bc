package io.orderloom.engine;

/** Hears of processes that come to a wait for a message. */
public interface ProcessWaits {

    /**
     * A process is about to wait, in the running transaction.
     *
     * @param businessKey the order's number
     */
    void entered(String businessKey);
}
