package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.engine.internal.CellsReadOnce.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunction;
import org.camunda.bpm.dmn.feel.impl.scala.function.FeelCustomFunctionProvider;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells are parsed once and mean what they mean to Camunda, slips among them. */
class CellsReadOnceTest {

    private static final List<FeelCustomFunctionProvider> OWN_FUNCTION = List.of(new Doubling());

    private final FeelEngine ours = new CellsReadOnce(OWN_FUNCTION).createInstance();
    private final FeelEngine camundas = new ScalaFeelEngineFactory(OWN_FUNCTION).createInstance();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"PT30M\"",
                "1000000000",
                "amountFen / 100 + 0.5",
                "amountFen",
                "nobody",
                "nobody + 1",
                "null",
                "if newShopper then \"REVIEW\" else \"ACCEPT\"",
                "for i in 1..3 return i * amountFen",
                "{ fen: amountFen, yuan: fen / 100 }",
                "some x in labels satisfies x = \"b\"",
                "labels[1]",
                "upper case(person)",
                "string length(amountFen)",
                "no such function(1)",
                "double(amountFen)",
                "double(person)",
                "date(\"2024-02-29\") + duration(\"P1Y\")",
                "date(\"2024-02-30\")",
                "duration(\"PT30M\")",
                "assert(nobody, nobody != null)",
                "assert(person, person != null)",
                "amountFen / 0",
                ">= fifty thousand",
                "\"never closed",
                "",
                "function(x) external { java: { class: \"java.lang.System\", method signature: \"exit(int)\" } }",
            })
    void anExpressionGivesWhatItGivesInCamunda(String text) {
        for (Map<String, Object> facts : facts()) {
            VariableContext known = Variables.fromMap(facts).asVariableContext();
            String expected = outcome(() -> camundas.evaluateSimpleExpression(text, known));

            assertThat(outcome(() -> ours.evaluateSimpleExpression(text, known)))
                    .as("the first time")
                    .isEqualTo(expected);
            assertThat(outcome(() -> ours.evaluateSimpleExpression(text, known)))
                    .as("from memory")
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "true",
                "\"service\"",
                "\"service\",\"ops\"",
                "not(\"ops\")",
                ">= 50000",
                "[1..100]",
                "]1..50000[",
                "< amountFen",
                "double(? ) > amountFen",
                "list contains(labels, ?)",
                "starts with(?, \"ser\")",
                "nobody",
                "> nobody",
                "? > 1 and newShopper",
                "assert(nobody, nobody != null)",
                "no such function(?)",
                ">= fifty thousand",
                "= =",
            })
    void aTestOfAnInputGivesWhatItGivesInCamunda(String text) {
        for (Map<String, Object> facts : facts()) {
            for (Object input : new Object[] {"service", 50_000L, true, null, List.of("a")}) {
                Map<String, Object> all = new HashMap<>(facts);
                all.put("asked", input);
                VariableContext known = Variables.fromMap(all).asVariableContext();
                String expected = outcome(() -> camundas.evaluateSimpleUnaryTests(text, "asked", known));

                assertThat(outcome(() -> ours.evaluateSimpleUnaryTests(text, "asked", known)))
                        .as("the first time")
                        .isEqualTo(expected);
                assertThat(outcome(() -> ours.evaluateSimpleUnaryTests(text, "asked", known)))
                        .as("from memory")
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aTextIsParsedOnceAsAnExpressionAndOnceAsATest() {
        Language language = language();

        assertThat(language.parseExpression("1 + 1")).isSameAs(language.parseExpression("1 + 1"));
        assertThat(language.parseUnaryTests("< 2")).isSameAs(language.parseUnaryTests("< 2"));
        assertThat(language.parseUnaryTests("\"a\"")).isNotEqualTo(language.parseExpression("\"a\""));
    }

    @Test
    void onlySoManyTextsAreKept() {
        Language language = language();
        Object first = language.parseExpression("0");
        IntStream.rangeClosed(1, Language.MOST_TEXTS - 1).forEach(i -> language.parseExpression("" + i));
        assertThat(language.parseExpression("0")).isSameAs(first);

        language.parseExpression("" + Language.MOST_TEXTS);

        assertThat(language.parseExpression("0")).isNotSameAs(first).isEqualTo(first);
    }

    @SuppressWarnings("deprecation") // what Camunda builds it with
    private static Language language() {
        return new Language(new org.camunda.feel.FeelEngine.Builder().build());
    }

    private static List<Map<String, Object>> facts() {
        Map<String, Object> unknown = new HashMap<>();
        unknown.put("amountFen", null);
        unknown.put("person", null);
        return List.of(
                Map.of("amountFen", 50_000L, "newShopper", true, "person", "ops", "labels", List.of("a", "b")),
                Map.of("amountFen", "many", "newShopper", "perhaps", "person", 7, "labels", "none"),
                unknown);
    }

    private static String outcome(Callable<Object> asked) {
        try {
            Object value = asked.call();
            return value == null ? "null" : value.getClass().getName() + " " + value;
        } catch (Exception e) {
            return e.getClass().getName() + ": " + e.getMessage();
        }
    }

    /** A function that the engine's configuration adds. */
    private static final class Doubling implements FeelCustomFunctionProvider {

        @Override
        public Optional<CustomFunction> resolveFunction(String name) {
            return Stream.of(name)
                    .filter("double"::equals)
                    .map(known -> CustomFunction.create()
                            .setParams("x")
                            .setFunction(Doubling::twice)
                            .build())
                    .findAny();
        }

        @Override
        public List<String> getFunctionNames() {
            return List.of("double");
        }

        private static Object twice(List<Object> arguments) {
            return ((Number) arguments.get(0)).longValue() * 2;
        }
    }
}
