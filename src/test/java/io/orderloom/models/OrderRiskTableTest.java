package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRiskTableTest {

    private static final Path TABLE = ModelFiles.DIRECTORY.resolve("rules").resolve("order-risk.dmn");
    private static final DmnEngine ENGINE =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    /** A first order of nobody in particular. */
    private static final Map<String, Object> HARMLESS = Map.of(
            "amountFen", 49_999L,
            "newShopper", true,
            "shopperOrders", 1,
            "addressOrders", 1,
            "deviceOrders", 0,
            "addressShoppers", 1,
            "deviceShoppers", 0,
            "shopperBlocked", false,
            "addressBlocked", false);

    @Test
    void anOrdinaryOrderIsAcceptedByTheLastRowAlone() throws IOException {
        assertThat(ask(HARMLESS)).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    shopperBlocked | true   | REFUSE SHOPPER_BLOCKED
                    addressBlocked | true   | REFUSE ADDRESS_BLOCKED
                    amountFen      | 50000  | REVIEW LARGE_ORDER_OF_NEW_SHOPPER
                    shopperOrders  | 101    | REVIEW MANY_ORDERS_OF_SHOPPER
                    addressOrders  | 101    | REVIEW MANY_ORDERS_TO_ADDRESS
                    deviceOrders   | 101    | REVIEW MANY_ORDERS_FROM_DEVICE
                    """)
    void eachRowSpeaksForItself(String fact, String value, String said) throws IOException {
        assertThat(ask(with(fact, value))).containsExactly(said, "ACCEPT NOTHING_SUSPICIOUS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    amountFen       | 49999
                    shopperOrders   | 100
                    addressOrders   | 100
                    deviceOrders    | 100
                    addressShoppers | 1000
                    deviceShoppers  | 1000
                    """)
    void aHundredOrdersOrAFenLessAreFine(String fact, String value) throws IOException {
        assertThat(ask(with(fact, value))).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void whoBoughtBeforeMayBuyAnything() throws IOException {
        Map<String, Object> known = new HashMap<>(HARMLESS);
        known.put("newShopper", false);
        known.put("amountFen", 100_000_000L);

        assertThat(ask(known)).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void everyReasonIsNamedWhenSeveralApply() throws IOException {
        Map<String, Object> bad = new HashMap<>(HARMLESS);
        bad.put("shopperBlocked", true);
        bad.put("amountFen", 50_000L);

        assertThat(ask(bad))
                .containsExactly(
                        "REFUSE SHOPPER_BLOCKED", "REVIEW LARGE_ORDER_OF_NEW_SHOPPER", "ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void everyRowAndColumnIsExplainedInChineseAndEnglish() {
        assertThat(all(Rule.class)).isNotEmpty().allSatisfy(rule -> assertThat(
                        rule.getDescription().getTextContent())
                .as(rule.getId())
                .matches("\\p{IsHan}.+[A-Za-z].+"));
        assertThat(all(Input.class))
                .allSatisfy(input -> assertThat(input.getLabel()).matches("[A-Z].+ · .*\\p{IsHan}.*"));
        assertThat(all(DecisionTable.class)).singleElement().satisfies(table -> assertThat(table.getHitPolicy())
                .isEqualTo(HitPolicy.COLLECT));
    }

    @Test
    void everyFactThatIsGatheredHasAColumn() {
        assertThat(all(Input.class))
                .extracting(input -> input.getInputExpression().getText().getTextContent())
                .containsExactlyInAnyOrderElementsOf(HARMLESS.keySet());
    }

    private static Map<String, Object> with(String fact, String value) {
        Map<String, Object> facts = new HashMap<>(HARMLESS);
        facts.put(fact, value.equals("true") ? (Object) true : Long.valueOf(value));
        return facts;
    }

    private static <T extends org.camunda.bpm.model.xml.instance.ModelElementInstance> List<T> all(Class<T> type) {
        return List.copyOf(Dmn.readModelFromFile(TABLE.toFile()).getModelElementsByType(type));
    }

    private static List<String> ask(Map<String, Object> facts) throws IOException {
        try (InputStream table = Files.newInputStream(TABLE)) {
            DmnDecision decision = ENGINE.parseDecision("OrderRisk", table);
            return ENGINE.evaluateDecisionTable(decision, facts).getResultList().stream()
                    .map(hit -> hit.get("verdict") + " " + hit.get("reason"))
                    .toList();
        }
    }
}
