package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import java.util.Map;

/** Starts processes in the running transaction. */
public interface ProcessStarter {

    /**
     * Where a started process stands.
     *
     * @param ended whether it came to its end without a wait
     */
    record Started(String processInstanceId, boolean ended) {}

    /**
     * Starts the newest version of a process and runs it to its first wait.
     *
     * @param processKey for instance {@code OrderPlacementProcess}
     * @param variables keys and decision inputs only: strings, longs, booleans and dates; {@code orderNo} is
     *     among them by itself
     * @throws io.orderloom.shared.Problem the refusal that a delegate met on the way (out of stock, say) when
     *     the model led it to an end; the caller's transaction then has to roll back
     */
    Started start(String processKey, OrderNo orderNo, Map<String, Object> variables);

    /**
     * Starts a process that belongs to no order, as above.
     *
     * @param businessKey what it is about, for people
     */
    Started start(String processKey, String businessKey, Map<String, Object> variables);

    /**
     * Ends a process that something else has taken over, with all its tasks, timers and jobs, in the running
     * transaction. Nothing happens when it has ended by itself.
     *
     * @param reason for people who look for it
     */
    void end(String processInstanceId, String reason);
}
