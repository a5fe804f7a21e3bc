package io.orderloom.operations;

import io.orderloom.engine.NewestVersion;
import io.orderloom.engine.Transactions;
import io.orderloom.operations.FlowPositions.Position;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
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

    /**
     * One given-up step.
     *
     * @param businessKey what its process is about: an order's number, or a day's books, or a conversation
     */
    record FailedStep(
            @Nullable String businessKey,
            String jobId,
            String processInstanceId,
            Position at,
            Instant since,
            String reason) {}

    /** All of them, those given up first in front. */
    List<FailedStep> all() {
        // Incidents travel up to the calling processes; the one that has the job is the one to mend.
        List<Incident> incidents = runtime
                .createIncidentQuery()
                .incidentType(Incident.FAILED_JOB_HANDLER_TYPE)
                .orderByIncidentTimestamp()
                .asc()
                .listPage(0, AT_MOST)
                .stream()
                .filter(incident -> incident.getProcessInstanceId() != null)
                .filter(incident -> incident.getConfiguration() != null)
                .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
                .toList();
        if (incidents.isEmpty()) {
            return List.of();
        }
        Map<String, ProcessInstance> instances = runtime
                .createProcessInstanceQuery()
                .processInstanceIds(
                        incidents.stream().map(Incident::getProcessInstanceId).collect(Collectors.toSet()))
                .listPage(0, AT_MOST)
                .stream()
                .collect(Collectors.toMap(ProcessInstance::getId, Function.identity()));
        return incidents.stream()
                .flatMap(incident -> Stream.ofNullable(instances.get(incident.getProcessInstanceId()))
                        .map(instance -> step(incident, instance)))
                .toList();
    }

    /** Those of the processes of one order. */
    List<FailedStep> of(OrderNo orderNo) {
        return all().stream()
                .filter(step -> orderNo.value().equals(step.businessKey()))
                .toList();
    }

    private FailedStep step(Incident incident, ProcessInstance instance) {
        return new FailedStep(
                instance.getBusinessKey(),
                incident.getConfiguration(),
                instance.getId(),
                positions.named(incident.getProcessDefinitionId(), incident.getActivityId()),
                incident.getIncidentTimestamp().toInstant(),
                Objects.requireNonNullElse(incident.getIncidentMessage(), "The step failed."));
    }

    /** Runs a step again, on the newest version of its model, unless somebody else has seen to it meanwhile. */
    void retry(FailedStep step) {
        transactions.run(() -> {
            if (management.createJobQuery().jobId(step.jobId()).noRetriesLeft().count() > 0) {
                newestVersion.moveTo(step.processInstanceId());
                management.setJobRetries(step.jobId(), 1);
            }
        });
    }
}
