package io.orderloom.engine.internal;

import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Refuses task queries that carry expressions anywhere. The engine itself looks at the top of a query
 * only and evaluates what an {@code or} part brings (CVE-2026-109432), which runs code for the caller.
 */
final class NoExpressionsInQueries extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
        if (command instanceof TaskQueryImpl query) {
            refuseExpressions(query);
        }
        return next.execute(command);
    }

    static void refuseExpressions(TaskQueryImpl query) {
        List<TaskQueryImpl> parts = query.getQueries();
        if (!query.getExpressions().isEmpty()
                || parts.stream().anyMatch(part -> !part.getExpressions().isEmpty())) {
            throw new BadUserRequestException("Expressions are not allowed in queries");
        }
    }

    /** The same for a query that is about to be stored in a filter. */
    static void refuseExpressions(Filter filter) {
        if (filter.getQuery() instanceof TaskQueryImpl query) {
            refuseExpressions(query);
        } else if (filter.getQuery() instanceof AbstractQuery<?, ?> query
                && !query.getExpressions().isEmpty()) {
            throw new BadUserRequestException("Expressions are not allowed in queries");
        }
    }
}
