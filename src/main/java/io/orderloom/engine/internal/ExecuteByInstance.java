package io.orderloom.engine.internal;

import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobHelper;
import org.camunda.bpm.engine.impl.jobexecutor.ExecuteJobsRunnable;
import org.camunda.bpm.engine.impl.jobexecutor.JobFailureCollector;

/** Executes jobs after reading their instance whole, which the job is part of. */
class ExecuteByInstance extends ExecuteJobsRunnable {

    private final String processInstanceId;

    ExecuteByInstance(JobsOfInstance jobs, ProcessEngineImpl engine) {
        super(jobs, engine);
        this.processInstanceId = jobs.processInstanceId();
    }

    @Override
    protected final void executeJob(String jobId, CommandExecutor commands, JobFailureCollector collector) {
        Command<Void> executing = context -> {
            context.getExecutionManager().findExecutionsByProcessInstanceId(processInstanceId);
            return new ExecuteJobsCmd(jobId, collector).execute(context);
        };
        ExecuteJobHelper.executeJob(
                jobId, commands, collector, executing, processEngine.getProcessEngineConfiguration());
    }
}
