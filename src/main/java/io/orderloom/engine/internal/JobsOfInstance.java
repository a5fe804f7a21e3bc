package io.orderloom.engine.internal;

import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of one process instance, which go to one thread, as exclusive jobs must. That the instance is known spares the
 * server looking for it: by its own id an instance is read in half the time.
 */
final class JobsOfInstance extends ArrayList<String> {

    private static final long serialVersionUID = 1L;

    private final String processInstanceId;
    private final transient @Nullable InstancesOfLook look;

    /** Jobs that were never looked for. */
    JobsOfInstance(String processInstanceId, Collection<String> jobIds) {
        this(processInstanceId, jobIds, null);
    }

    JobsOfInstance(String processInstanceId, Collection<String> jobIds, @Nullable InstancesOfLook look) {
        super(jobIds);
        this.processInstanceId = processInstanceId;
        this.look = look;
    }

    /** Of what else the look that found them took jobs; null when they were never looked for. */
    @Nullable
    InstancesOfLook look() {
        return look;
    }

    String processInstanceId() {
        return processInstanceId;
    }
}
