package io.orderloom.engine.internal;

import java.sql.SQLException;
import java.util.Set;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.cmd.JobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.FailedJobCommandFactory;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a job that did not end well. One that lost a race is due again at once and has lost nothing: whoever
 * won has committed, so there is nothing to wait for. The engine would let it wait as long as one that failed. Whatever
 * else went wrong, a lock that was waited for in vain among it, is tried again at the engine's growing distance.
 */
final class LosersTryAtOnce implements FailedJobCommandFactory {

    /** The engine's own code for a deadlock. */
    private static final int ENGINE_DEADLOCK = 10_000;

    /** Deadlocks, which always have a winner: MariaDB's and H2's. */
    private static final Set<Integer> DEADLOCKS = Set.of(1213, 40_001);

    private static final int DEEPEST_CAUSE = 20;

    @Override
    public Command<Object> getCommand(String jobId, Throwable failure) {
        return lostToSomebody(failure) ? new TryAgain(jobId, failure) : new DefaultJobRetryCmd(jobId, failure);
    }

    private static boolean lostToSomebody(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST_CAUSE; cause = cause.getCause(), depth++) {
            if (cause instanceof OptimisticLockingException
                    || (cause instanceof ProcessEngineException engine && engine.getCode() == ENGINE_DEADLOCK)
                    || (cause instanceof SQLException sql && DEADLOCKS.contains(sql.getErrorCode()))) {
                return true;
            }
        }
        return false;
    }

    /** Gives the job back as it was. */
    private static final class TryAgain extends JobRetryCmd {

        private static final long serialVersionUID = 1L;

        TryAgain(String jobId, Throwable failure) {
            super(jobId, failure);
        }

        @Override
        public @Nullable Object execute(CommandContext commandContext) {
            JobEntity job = getJob();
            if (job != null) {
                job.unlock();
                notifyAcquisition(commandContext);
            }
            return null;
        }
    }
}
