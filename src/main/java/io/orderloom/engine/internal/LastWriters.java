package io.orderloom.engine.internal;

import io.orderloom.engine.TransactionMemory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;

/** Which command of a transaction has written last of each instance. */
final class LastWriters implements TransactionSynchronization {

    private final Map<String, EngineSession> byInstance = new HashMap<>();

    /** @return null when no transaction runs that could have several commands */
    static @Nullable LastWriters ofThisTransaction() {
        return TransactionMemory.isThere() ? TransactionMemory.findOrKeep(LastWriters.class, LastWriters::new) : null;
    }

    void wrote(String processInstanceId, EngineSession command) {
        byInstance.put(processInstanceId, command);
    }

    /** Whether nobody has written of the instance after this command. */
    boolean isLast(String processInstanceId, EngineSession command) {
        return byInstance.getOrDefault(processInstanceId, command) == command;
    }
}
