package io.orderloom.models;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelCoverageTest {

    static Stream<String> models() {
        return Stream.concat(
                ModelFiles.all().stream()
                        .map(file -> ModelFiles.process(ModelFiles.read(file)).getId()),
                ModelFiles.tables().stream()
                        .flatMap(file -> ModelFiles.readTable(file).getModelElementsByType(Decision.class).stream())
                        .map(Decision::getId));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelHasTestsThatOweItsCoverage(String model) throws ClassNotFoundException {
        Class<?> tests = Class.forName("io.orderloom.models." + ModelCoverage.testOf(model));

        assertThat(tests).isAssignableTo(model.endsWith("Process") ? ModelTest.class : TableTest.class);
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatWasNotReachedIsNamed(String model) {
        Map<String, String> all = ModelCoverage.elements(model);
        String missed = all.keySet().iterator().next();
        Set<String> reached = all.entrySet().stream()
                .filter(element -> !element.getKey().equals(missed))
                .map(element -> model + " " + element.getValue())
                .collect(toSet());

        assertThat(all).hasSizeGreaterThan(1);
        assertThat(ModelCoverage.left(model, reached)).containsExactly(missed);
    }

    @Test
    void whatAnotherModelReachedDoesNotCount() {
        Set<String> elsewhere = ModelCoverage.elements("RefundProcess").values().stream()
                .map(element -> "ReturnProcess " + element)
                .collect(toSet());

        assertThat(ModelCoverage.left("RefundProcess", elsewhere))
                .isEqualTo(ModelCoverage.elements("RefundProcess").keySet());
    }
}
