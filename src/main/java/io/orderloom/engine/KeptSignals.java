package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts that their process was not told yet, for operators. */
public interface KeptSignals {

    /**
     * One kept fact.
     *
     * @param message the BPMN message it will be told as
     * @param since when the fact was recorded
     * @param tries how often telling it failed; 0 means that no process waits for it yet
     * @param error the class of what went wrong, and the engine's words about it; null while nothing did
     * @param elementId where in the model it went wrong
     * @param incidentId the incident in Cockpit, once there is one
     */
    record KeptSignal(
            OrderNo orderNo,
            String message,
            @Nullable String processInstanceId,
            Instant since,
            int tries,
            @Nullable Instant nextTryAt,
            @Nullable String error,
            @Nullable String elementId,
            @Nullable String elementName,
            @Nullable String incidentId) {}

    /** The oldest kept facts, at most 1000. */
    List<KeptSignal> all();

    /** The order's kept facts, oldest first. */
    List<KeptSignal> of(OrderNo orderNo);

    /**
     * Tells the order's kept facts now. Where the waiting instance runs an older version of its model than
     * the newest, it is moved to the newest first, so that a mended model helps orders under way; its timers
     * keep their dates.
     *
     * @return how many were told
     */
    int retryNow(OrderNo orderNo);

    /** {@link #retryNow(OrderNo)} for every order with kept facts. */
    int retryAllNow();
}
