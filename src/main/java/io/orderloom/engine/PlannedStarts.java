package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes that follow from a fact, soon after its commit and in a transaction of their own: the fact
 * stands even when the model is broken, and the process begins once it is mended.
 */
public interface PlannedStarts {

    /**
     * A process to start.
     *
     * @param subject the variable that says what the process is about, for instance {@code refundNo}
     * @param subjectNo its value
     */
    record Plan(String processKey, OrderNo orderNo, String subject, String subjectNo) {}

    /**
     * A plan that was not carried out yet although it was tried.
     *
     * @param since when it was planned
     * @param error the class of what went wrong, and the engine's words about it
     */
    record Failed(Plan plan, Instant since, int tries, Instant nextTryAt, String error) {}

    /** Plans a start in the running transaction, for right after its commit. */
    default void plan(Plan plan) {
        plan(plan, null);
    }

    /**
     * Plans a start in the running transaction.
     *
     * @param notBefore by the business clock; null for at once
     */
    void plan(Plan plan, @Nullable Instant notBefore);

    /** The oldest plans that failed, at most 1000. */
    List<Failed> failed();

    /** Tries the order's failed starts now. @return how many processes began */
    int retryNow(OrderNo orderNo);
}
