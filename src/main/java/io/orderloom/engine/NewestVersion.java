package io.orderloom.engine;

import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ReceiveTask;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Moves running processes to the newest version of their model, each to where it stands by element id. */
@Component
public class NewestVersion {

    private final RuntimeService runtime;
    private final RepositoryService repository;

    NewestVersion(RuntimeService runtime, RepositoryService repository) {
        this.runtime = runtime;
        this.repository = repository;
    }

    /**
     * Moves one instance, in the running transaction; nothing happens when it is on the newest version.
     *
     * @throws org.camunda.bpm.engine.ProcessEngineException when the newest version has no such place
     */
    public void moveTo(String processInstanceId) {
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceId(processInstanceId)
                .singleResult();
        if (instance == null) {
            return;
        }
        ProcessDefinition own = repository.getProcessDefinition(instance.getProcessDefinitionId());
        ProcessDefinition newest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(own.getKey())
                .withoutTenantId()
                .latestVersion()
                .singleResult();
        if (newest != null && newest.getVersion() > own.getVersion()) {
            runtime.newMigration(plan(own.getId(), newest.getId()))
                    .processInstanceIds(processInstanceId)
                    .skipCustomListeners()
                    .execute();
        }
    }

    /** Message waits take the new model's names; timers keep the date that was promised when they began. */
    private MigrationPlan plan(String from, String to) {
        MigrationPlan equal =
                runtime.createMigrationPlan(from, to).mapEqualActivities().build();
        BpmnModelInstance model = repository.getBpmnModelInstance(to);
        MigrationPlanBuilder plan = runtime.createMigrationPlan(from, to);
        for (MigrationInstruction same : equal.getInstructions()) {
            var mapped = plan.mapActivities(same.getSourceActivityId(), same.getTargetActivityId());
            if (same.isUpdateEventTrigger() || waitsForMessage(model.getModelElementById(same.getTargetActivityId()))) {
                mapped.updateEventTrigger();
            }
        }
        return plan.build();
    }

    private static boolean waitsForMessage(@Nullable ModelElementInstance element) {
        return (element instanceof CatchEvent event
                        && event.getEventDefinitions().stream().anyMatch(MessageEventDefinition.class::isInstance))
                || (element instanceof ReceiveTask task && task.getMessage() != null);
    }
}
