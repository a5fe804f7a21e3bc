package io.orderloom.support;

import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What came of calling a shopper whom no message reached; in the running transaction. */
@Service
public class CallShopper {

    private final ConversationRepository rows;
    private final DecisionLog decisions;

    CallShopper(ConversationRepository rows, DecisionLog decisions) {
        this.rows = rows;
        this.decisions = decisions;
    }

    /** What came of it, by the names of the form. */
    public enum Call {
        REACHED,
        /** To be tried again when the shopper still has not read the answer. */
        NOT_REACHED,
        GIVEN_UP
    }

    /**
     * "Record call".
     *
     * @param by who called, as events name people
     * @return whether somebody is to call again
     */
    public boolean record(ConversationId id, Call call, @Nullable String note, String by) {
        if (rows.find(id).isEmpty()) {
            throw new NotFound();
        }
        decisions.add(by, "SHOPPER_CALL_" + call, id.value(), note);
        return call == Call.NOT_REACHED;
    }
}
