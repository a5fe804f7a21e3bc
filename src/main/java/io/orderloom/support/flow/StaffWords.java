package io.orderloom.support.flow;

import io.orderloom.shared.InvalidRequest;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/**
 * What a person filled in at Tasklist. It is taken out of the process in the step that brought it, so that nobody's
 * words are ever stored there.
 */
final class StaffWords {

    private static final int LONGEST_NOTE = 200;

    private StaffWords() {}

    /** @throws InvalidRequest when none of the answers was chosen */
    static <E extends Enum<E>> E choice(DelegateExecution execution, String field, Class<E> answers) {
        String chosen = text(execution, field);
        for (E answer : answers.getEnumConstants()) {
            if (answer.name().equals(chosen)) {
                return answer;
            }
        }
        throw new InvalidRequest("/" + field, "DECISION_MISSING", "Choose one of the answers.");
    }

    /** @throws InvalidRequest when it is too long */
    static @Nullable String note(DelegateExecution execution, String field) {
        String note = text(execution, field);
        if (note == null || note.isBlank()) {
            return null;
        }
        if (note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/" + field, "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        return note;
    }

    private static @Nullable String text(DelegateExecution execution, String field) {
        Object value = execution.getVariable(field);
        execution.removeVariable(field);
        return value == null ? null : String.valueOf(value);
    }
}
