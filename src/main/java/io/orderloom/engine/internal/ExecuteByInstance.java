package io.orderloom.engine.internal;

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
 * unless its rows are known: from the command that handed the jobs over, from the job before, or from a neighbour in the
 * same look ({@link InstancesOfLook}). A row that somebody else changed since then fails the job by its revision, as if
 * it had been read at that moment and had taken this long.
 */
class ExecuteByInstance extends ExecuteJobsRunnable {

    private final String processInstanceId;
    private @Nullable InstancesOfLook look;
    private KnownInstance known;

    ExecuteByInstance(JobsOfInstance jobs, ProcessEngineImpl engine) {
        this(jobs, engine, null);
    }

    /** @param known the instance's rows as they were committed just now */
    ExecuteByInstance(JobsOfInstance jobs, ProcessEngineImpl engine, WholeInstances.@Nullable Rows known) {
        super(jobs, engine);
        this.processInstanceId = jobs.processInstanceId();
        this.look = jobs.look();
        this.known = new KnownInstance(known, System::nanoTime);
    }

    @Override
    protected final void executeJob(String jobId, CommandExecutor commands, JobFailureCollector collector) {
        Command<Void> executing = context -> {
            findInstance(context);
            new ExecuteJobsCmd(jobId, collector).execute(context);
            // Told of the commit after the engine, which then adds to the queue what this job has made.
            context.getTransactionContext().addTransactionListener(TransactionState.COMMITTED, over -> {
                if (!Context.getJobExecutorContext()
                        .getCurrentProcessorJobQueue()
                        .isEmpty()) {
                    known.becomes(EngineSession.of(context).asWritten(processInstanceId, context));
                }
            });
            return null;
        };
        ExecuteJobHelper.executeJob(
                jobId, commands, collector, executing, processEngine.getProcessEngineConfiguration());
    }

    private void findInstance(CommandContext context) {
        if (look != null) {
            known = look.of(processInstanceId, EngineSession.of(context)::readForOthers);
            look = null;
        }
        WholeInstances.Rows rows = known.take();
        if (rows == null) {
            context.getExecutionManager().findExecutionsByProcessInstanceId(processInstanceId);
        } else {
            EngineSession.of(context).know(rows);
        }
    }
}
