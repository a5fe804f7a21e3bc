package io.orderloom.operations;

import io.orderloom.engine.StandingProcesses;
import io.orderloom.engine.StandingProcesses.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where in its models an order stands. */
@Component
class FlowPositions {

    private final StandingProcesses standing;
    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final TaskService tasks;

    FlowPositions(StandingProcesses standing, RuntimeService runtime, RepositoryService repository, TaskService tasks) {
        this.standing = standing;
        this.runtime = runtime;
        this.repository = repository;
        this.tasks = tasks;
    }

    /** An element of a model. */
    record Position(String activityId, @Nullable String activityName) {}

    /** The innermost place where each of these orders waits; one that no process looks after is left out. */
    Map<String, Position> of(Collection<String> orderNos) {
        Map<String, List<Standing>> byOrder = new HashMap<>();
        for (Standing place : standing.of(orderNos)) {
            byOrder.computeIfAbsent(place.businessKey(), order -> new ArrayList<>())
                    .add(place);
        }
        Map<String, Position> positions = new HashMap<>();
        byOrder.forEach((orderNo, places) -> innermost(places)
                .ifPresent(place -> positions.put(orderNo, named(place.processDefinitionId(), place.activityId()))));
        return positions;
    }

    /** A call only waits for another process of the order, unless that one goes by another number. */
    private static Optional<Standing> innermost(List<Standing> newestFirst) {
        boolean alone =
                newestFirst.stream().map(Standing::processInstanceId).distinct().count() == 1;
        return newestFirst.stream()
                .filter(place -> alone || !place.activityId().startsWith("CallActivity_"))
                .findFirst();
    }

    /** An order whose process waits for a person. */
    record AtPerson(String orderNo, Position position, Instant since) {}

    /** The orders that wait for a person at this task of any model, those that wait longest first. */
    List<AtPerson> waitingAt(String taskKey, int most) {
        List<Task> waiting = tasks.createTaskQuery()
                .taskDefinitionKey(taskKey)
                .active()
                .orderByTaskCreateTime()
                .asc()
                .listPage(0, most);
        if (waiting.isEmpty()) {
            return List.of();
        }
        Map<String, String> orderNos = new HashMap<>();
        runtime.createProcessInstanceQuery()
                .processInstanceIds(
                        waiting.stream().map(Task::getProcessInstanceId).collect(Collectors.toSet()))
                .listPage(0, most)
                .forEach(instance -> orderNos.put(instance.getId(), instance.getBusinessKey()));
        List<AtPerson> orders = new ArrayList<>();
        for (Task task : waiting) {
            String orderNo = orderNos.get(task.getProcessInstanceId());
            if (orderNo != null) {
                orders.add(new AtPerson(
                        orderNo,
                        new Position(task.getTaskDefinitionKey(), task.getName()),
                        task.getCreateTime().toInstant()));
            }
        }
        return orders;
    }

    Position named(String processDefinitionId, String activityId) {
        ModelElementInstance element =
                repository.getBpmnModelInstance(processDefinitionId).getModelElementById(activityId);
        return new Position(activityId, element instanceof FlowElement named ? named.getName() : null);
    }
}
