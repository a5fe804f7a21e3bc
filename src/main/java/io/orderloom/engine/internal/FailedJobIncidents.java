package io.orderloom.engine.internal;

import io.orderloom.engine.IncidentTexts;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;

/** Incidents of jobs without retries: they name the order and the element, and no personal data. */
final class FailedJobIncidents extends DefaultIncidentHandler {

    FailedJobIncidents() {
        super(Incident.FAILED_JOB_HANDLER_TYPE);
    }

    @Override
    public Incident createIncident(IncidentContext context, @Nullable String message) {
        runAtOnceWhenRetried(context.getConfiguration());
        return super.createIncident(context, text(context, message));
    }

    /** Whoever gives the job a retry, in Cockpit say, wants it to run now and not at its next distance. */
    private static void runAtOnceWhenRetried(@Nullable String jobId) {
        JobEntity job = jobId == null
                ? null
                : Context.getCommandContext().getJobManager().findJobById(jobId);
        if (job != null) {
            job.setDuedate(ClockUtil.getCurrentTime());
        }
    }

    private static String text(IncidentContext context, @Nullable String message) {
        String executionId = context.getExecutionId();
        ExecutionEntity execution = executionId == null
                ? null
                : Context.getCommandContext().getExecutionManager().findExecutionById(executionId);
        if (execution == null) {
            return IncidentTexts.of(null, context.getActivityId(), context.getActivityId(), message);
        }
        ActivityImpl activity = context.getActivityId() == null
                ? null
                : execution.getProcessDefinition().findActivity(context.getActivityId());
        // The engine gives events no name of their own, only the property.
        return IncidentTexts.of(
                execution.getProcessBusinessKey(),
                context.getActivityId(),
                activity == null ? context.getActivityId() : (String) activity.getProperty("name"),
                message);
    }
}
