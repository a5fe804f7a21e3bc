package io.orderloom.engine;

/** Passes a message to the instance that a row of ours names, with as little reading as the engine allows. */
public interface DirectMessages {

    /**
     * Passes the message on in the running transaction.
     *
     * @return false when nothing in the instance waits for it
     */
    boolean pass(String message, String processInstanceId);
}
