package io.orderloom.engine;

import java.util.Collection;
import java.util.function.Supplier;

/** Passes messages to instances that rows of ours name, with as little reading and writing as the engine allows. */
public interface DirectMessages {

    /**
     * Passes the message on in the running transaction.
     *
     * @return false when nothing in the instance waits for it
     */
    boolean pass(String message, String processInstanceId);

    /**
     * Runs a unit of which all that it does to processes is one command: they are read at its beginning, as far as they are
     * known, and written at its end.
     *
     * @param processInstanceIds who will be passed messages
     */
    <T> T inOneCommand(Collection<String> processInstanceIds, Supplier<T> unit);
}
