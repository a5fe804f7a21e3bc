package io.orderloom.operations;

import io.orderloom.engine.NewestVersion;
import io.orderloom.engine.Transactions;
import io.orderloom.operations.FlowPositions.Position;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** Steps that failed so often that the engine gave them up. */
@Component
class FailedSteps {

    private static final int AT_MOST = 1000;

    private final RuntimeService runtime;
    private final ManagementService management;
    private final FlowPositions positions;
    private final NewestVersion newestVersion;
    private final Transactions transactions;

    FailedSteps(
            RuntimeService runtime,
            ManagementService management,
            FlowPositions positions,
            NewestVersion newestVersion,
            Transactions transactions) {
        this.runtime = runtime;
        this.management = management;
        this.positions = positions;
        this.newestVersion = newestVersion;
        this.transactions = transactions;
    }

    /** One given-up step. */
    record FailedStep(
            String orderNo, String jobId, String processInstanceId, Position at, Instant since, String reason) {}

    List<FailedStep> all() {
        return runtime
                .createIncidentQuery()
                .incidentType(Incident.FAILED_JOB_HANDLER_TYPE)
                .orderByIncidentTimestamp()
                .asc()
                .listPage(0, AT_MOST)
                .stream()
                .flatMap(incident -> step(incident).stream())
                .toList();
    }

    private Optional<FailedStep> step(Incident incident) {
        if (incident.getProcessInstanceId() == null || incident.getConfiguration() == null) {
            return Optional.empty();
        }
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceId(incident.getProcessInstanceId())
                .singleResult();
        // Incidents travel up to the calling processes; the one that has the job is the one to mend.
        if (instance == null || !incident.getId().equals(incident.getRootCauseIncidentId())) {
            return Optional.empty();
        }
        return Optional.of(new FailedStep(
                instance.getBusinessKey(),
                incident.getConfiguration(),
                instance.getId(),
                positions.named(incident.getProcessDefinitionId(), incident.getActivityId()),
                incident.getIncidentTimestamp().toInstant(),
                Objects.requireNonNullElse(incident.getIncidentMessage(), "The step failed.")));
    }

    /** Runs a given-up step again, on the newest version of its model. */
    void retry(FailedStep step) {
        transactions.run(() -> {
            newestVersion.moveTo(step.processInstanceId());
            management.setJobRetries(step.jobId(), 1);
        });
    }
}
