package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One decision table as the analyst edits it, on the decision engine. */
@ExtendWith(ModelCoverage.class)
abstract class TableTest {

    private static final DmnEngine ENGINE = engine();

    private final DmnModelInstance model;
    private final DmnDecision decision;

    /** @param name of the file in {@code bpmn/rules}, without its ending */
    TableTest(String name) {
        Path file = ModelFiles.DIRECTORY.resolve("rules").resolve(name + ".dmn");
        this.model = ModelFiles.readTable(file);
        this.decision = ENGINE.parseDecision(only(Decision.class).getId(), model);
    }

    private static DmnEngine engine() {
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
        configuration.setCustomPostDecisionTableEvaluationListeners(List.of(ModelCoverage.rows()));
        return configuration.buildEngine();
    }

    @Test
    final void everyRowIsExplainedInChineseAndEnglish() {
        assertThat(all(Rule.class)).isNotEmpty().allSatisfy(rule -> assertThat(
                        rule.getDescription().getTextContent())
                .as(rule.getId())
                .matches("\\p{IsHan}.+[A-Za-z].+"));
    }

    final DmnDecisionTableResult ask(Map<String, Object> facts) {
        return ENGINE.evaluateDecisionTable(decision, facts);
    }

    final <T extends ModelElementInstance> List<T> all(Class<T> type) {
        return List.copyOf(model.getModelElementsByType(type));
    }

    private <T extends ModelElementInstance> T only(Class<T> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).get(0);
    }
}
