package io.orderloom.engine.internal;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.interceptor.ProcessDataContext;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Executes jobs that were never looked for. As they took nothing from the acquisition's last look, nothing tells it to
 * look again when they are done; whatever fell due meanwhile is found by the next look that finds the queue half empty.
 */
final class HandedOverJobs extends ExecuteByInstance {

    private HandedOverJobs(JobsOfInstance jobs, ProcessEngineImpl engine, WholeInstances.@Nullable Rows known) {
        super(jobs, engine, known);
    }

    /** @param known the instance as it was just committed; null when it is to be read */
    static void handOver(
            SpringJobExecutor executor,
            JobsOfInstance jobs,
            ProcessEngineImpl engine,
            WholeInstances.@Nullable Rows known) {
        try {
            executor.getTaskExecutor().execute(new HandedOverJobs(jobs, engine, known));
        } catch (RejectedExecutionException full) {
            executor.getRejectedJobsHandler().jobsRejected(jobs, engine, executor);
        }
    }

    @Override
    public void run() {
        CommandExecutor commands = processEngine.getProcessEngineConfiguration().getCommandExecutorTxRequired();
        JobExecutorContext context = new JobExecutorContext();
        List<String> queue = context.getCurrentProcessorJobQueue();
        queue.addAll(jobIds);
        Context.setJobExecutorContext(context);
        try {
            while (!queue.isEmpty()) {
                execute(queue.remove(0), commands);
            }
        } finally {
            Context.removeJobExecutorContext();
        }
    }

    private void execute(String jobId, CommandExecutor commands) {
        if (!jobExecutor.isActive()) {
            unlockJob(jobId, commands);
            return;
        }
        try {
            executeJob(jobId, commands, new JobFailureCollector(jobId));
        } catch (RuntimeException e) {
            // what is to be done about it is written with the job
            ExecuteJobHelper.LOGGING_HANDLER.exceptionWhileExecutingJob(jobId, e);
        } finally {
            new ProcessDataContext(processEngine.getProcessEngineConfiguration()).clearMdc();
        }
    }
}
