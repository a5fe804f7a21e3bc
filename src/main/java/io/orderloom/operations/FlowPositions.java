package io.orderloom.operations;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where in its models an order stands. */
@Component
class FlowPositions {

    private final RuntimeService runtime;
    private final RepositoryService repository;

    FlowPositions(RuntimeService runtime, RepositoryService repository) {
        this.runtime = runtime;
        this.repository = repository;
    }

    /** An element of a model. */
    record Position(String activityId, @Nullable String activityName) {}

    /** The innermost place where the order waits; empty when no process looks after it. */
    Optional<Position> of(String orderNo) {
        List<ProcessInstance> instances = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(orderNo)
                .orderByProcessInstanceId()
                .desc()
                .list();
        for (ProcessInstance instance : instances) {
            List<String> active = runtime.getActiveActivityIds(instance.getId());
            for (String activityId : active) {
                if (!activityId.startsWith("CallActivity_") || instances.size() == 1) {
                    return Optional.of(named(instance.getProcessDefinitionId(), activityId));
                }
            }
        }
        return Optional.empty();
    }

    Position named(String processDefinitionId, String activityId) {
        ModelElementInstance element =
                repository.getBpmnModelInstance(processDefinitionId).getModelElementById(activityId);
        return new Position(activityId, element instanceof FlowElement named ? named.getName() : null);
    }
}
