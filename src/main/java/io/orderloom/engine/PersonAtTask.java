package io.orderloom.engine;

import io.orderloom.shared.Staff;

/** Who of the staff works in the engine at this moment: completes a task in Tasklist, say. */
public interface PersonAtTask {

    /** As the timeline and the audit trail name people: {@code staff:name}; {@code system} when nobody is at it. */
    String actor();

    /**
     * The person with their roles, for decisions that not everyone may take.
     *
     * @throws IllegalStateException when nobody is at it
     */
    Staff staff();
}
