package io.orderloom.engine.internal;

import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.jspecify.annotations.Nullable;

/**
 * Executes jobs of one instance one after the other. Before each the instance is read whole, which the job is part of,
 * unless its rows are known: from the command that handed the jobs over, or from the job before. A row that somebody
 * else changed since then fails the job by its revision, as if it had been read at that moment and had taken this long.
 */
class ExecuteByInstance extends ExecuteJobsRunnable {

    /** What is known for longer is read anew: a node that slept may have lost its jobs to another one. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final String processInstanceId;
    private WholeInstances.@Nullable Rows known;
    private long knownSince;

    ExecuteByInstance(JobsOfInstance jobs, ProcessEngineImpl engine) {
        this(jobs, engine, null);
    }

    /** @param known the instance's rows as they were committed just now */
    ExecuteByInstance(JobsOfInstance jobs, ProcessEngineImpl engine, WholeInstances.@Nullable Rows known) {
        super(jobs, engine);
        this.processInstanceId = jobs.processInstanceId();
        isNow(known);
    }

    private void isNow(WholeInstances.@Nullable Rows rows) {
        known = rows;
        knownSince = System.nanoTime();
    }

    @Override
    protected final void executeJob(String jobId, CommandExecutor commands, JobFailureCollector collector) {
        Command<Void> executing = context -> {
            findInstance(context);
            return new ExecuteJobsCmd(jobId, collector).execute(context);
        };
        ExecuteJobHelper.executeJob(
                jobId, commands, collector, executing, processEngine.getProcessEngineConfiguration());
    }

    private void findInstance(CommandContext context) {
        EngineSession session = EngineSession.of(context);
        WholeInstances.Rows rows = known;
        known = null;
        if (rows != null && System.nanoTime() - knownSince < FRESH_NANOS) {
            session.know(rows);
        } else {
            context.getExecutionManager().findExecutionsByProcessInstanceId(processInstanceId);
        }
        context.getTransactionContext().addTransactionListener(TransactionState.COMMITTED, over -> {
            if (!Context.getJobExecutorContext().getCurrentProcessorJobQueue().isEmpty()) {
                isNow(session.asWritten(processInstanceId, context));
            }
        });
    }
}
