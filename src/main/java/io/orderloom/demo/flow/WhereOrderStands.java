package io.orderloom.demo.flow;

import io.orderloom.demo.OnlyInDemo;
import io.orderloom.shared.OrderNo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the processes that lead an order and the elements at which they wait. */
@Component
@OnlyInDemo
public class WhereOrderStands {

    private static final String FIRST = "OrderPlacementProcess";

    /**
     * One process of the order.
     *
     * @param instanceId the engine's id of it; null when none runs any more
     * @param process the model's id
     * @param name the model's name
     * @param xml the very version of the model that leads this order
     * @param active ids of the elements at which it stands
     */
    public record Standing(
            @Nullable String instanceId, String process, String name, String xml, Collection<String> active) {}

    private final RuntimeService runtime;
    private final RepositoryService repository;

    WhereOrderStands(RuntimeService runtime, RepositoryService repository) {
        this.runtime = runtime;
        this.repository = repository;
    }

    /**
     * The order's running processes, the one that leads it first. Once all have ended, the newest version of
     * the model that leads orders, without a place in it.
     */
    public List<Standing> of(OrderNo orderNo) {
        List<ProcessInstance> running = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(orderNo.value())
                .list();
        if (running.isEmpty()) {
            return List.of(standing(null, newest(), List.of()));
        }
        return running.stream()
                .map(this::standing)
                .sorted((a, b) -> Boolean.compare(FIRST.equals(b.process()), FIRST.equals(a.process())))
                .toList();
    }

    private Standing standing(ProcessInstance instance) {
        ProcessDefinition model = repository.getProcessDefinition(instance.getProcessDefinitionId());
        TreeSet<String> active = new TreeSet<>();
        ActivityInstance tree = runtime.getActivityInstance(instance.getId());
        if (tree != null) {
            leaves(tree).forEach(leaf -> active.add(leaf));
        }
        return standing(instance.getId(), model, active);
    }

    private Standing standing(@Nullable String instanceId, ProcessDefinition model, Collection<String> active) {
        String name = Objects.requireNonNullElse(model.getName(), model.getKey());
        return new Standing(instanceId, model.getKey(), name, xml(model), active);
    }

    private ProcessDefinition newest() {
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(FIRST)
                .latestVersion()
                .singleResult();
    }

    private static Stream<String> leaves(ActivityInstance tree) {
        Stream<String> waiting =
                Arrays.stream(tree.getChildTransitionInstances()).map(transition -> transition.getActivityId());
        Stream<String> below = Arrays.stream(tree.getChildActivityInstances()).flatMap(WhereOrderStands::leaves);
        boolean leaf = tree.getChildActivityInstances().length == 0 && tree.getChildTransitionInstances().length == 0;
        return leaf ? Stream.of(tree.getActivityId()) : Stream.concat(waiting, below);
    }

    private String xml(ProcessDefinition model) {
        try (InputStream stream = repository.getProcessModel(model.getId())) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + model.getId() + " cannot be read", e);
        }
    }
}
