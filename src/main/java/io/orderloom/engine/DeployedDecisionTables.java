package io.orderloom.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.springframework.stereotype.Component;

/** Tables by the engine's decision service, newest version. */
@Component
class DeployedDecisionTables implements DecisionTables {

    private record Newest(String decision) {}

    /** @param asked the names that its columns ask for */
    private record Table(String definitionId, int version, Set<String> asked) {}

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

    private final RepositoryService repository;
    private final DecisionService decisions;
    private final ModelReads reads;

    DeployedDecisionTables(RepositoryService repository, DecisionService decisions, ModelReads reads) {
        this.repository = repository;
        this.decisions = decisions;
        this.reads = reads;
    }

    @Override
    public Answer ask(String decision, Map<String, Object> inputs) {
        Table table = reads.get(new Newest(decision), () -> newest(decision));
        for (String name : table.asked()) {
            if (!inputs.containsKey(name)) {
                // Its cells would never apply, and nobody would notice.
                throw new DecisionUnusable("Version " + table.version() + " of the decision table " + decision
                        + " asks for '" + name + "', which it is not told");
            }
        }
        try {
            DmnDecisionTableResult hits = decisions.evaluateDecisionTableById(table.definitionId(), inputs);
            return new Answer(table.version(), List.copyOf(hits.getResultList()));
        } catch (RuntimeException e) {
            if (Contention.isBehind(e)) {
                throw e;
            }
            throw new DecisionUnusable(
                    "Version " + table.version() + " of the decision table " + decision + " cannot be evaluated: "
                            + e.getMessage(),
                    e);
        }
    }

    private Table newest(String decision) {
        DecisionDefinition found = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(decision)
                .latestVersion()
                .singleResult();
        if (found == null) {
            throw new DecisionUnusable("No decision table " + decision + " is deployed");
        }
        return new Table(found.getId(), found.getVersion(), asked(found));
    }

    private Set<String> asked(DecisionDefinition table) {
        return repository
                .getDmnModelInstance(table.getId())
                .<Decision>getModelElementById(table.getKey())
                .getChildElementsByType(DecisionTable.class)
                .stream()
                .flatMap(rows -> rows.getInputs().stream())
                .map(input ->
                        input.getInputExpression().getText().getTextContent().strip())
                .filter(expression -> NAME.matcher(expression).matches())
                .collect(Collectors.toUnmodifiableSet());
    }
}
