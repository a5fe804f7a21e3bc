package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRiskTableTest extends TableTest {

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

    OrderRiskTableTest() {
        super("order-risk");
    }

    @Test
    void anOrdinaryOrderIsAcceptedByTheLastRowAlone() {
        assertThat(said(HARMLESS)).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
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
    void eachRowSpeaksForItself(String fact, String value, String said) {
        assertThat(said(with(fact, value))).containsExactly(said, "ACCEPT NOTHING_SUSPICIOUS");
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
    void aHundredOrdersOrAFenLessAreFine(String fact, String value) {
        assertThat(said(with(fact, value))).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void whoBoughtBeforeMayBuyAnything() {
        Map<String, Object> known = new HashMap<>(HARMLESS);
        known.put("newShopper", false);
        known.put("amountFen", 100_000_000L);

        assertThat(said(known)).containsExactly("ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void everyReasonIsNamedWhenSeveralApply() {
        Map<String, Object> bad = new HashMap<>(HARMLESS);
        bad.put("shopperBlocked", true);
        bad.put("amountFen", 50_000L);

        assertThat(said(bad))
                .containsExactly(
                        "REFUSE SHOPPER_BLOCKED", "REVIEW LARGE_ORDER_OF_NEW_SHOPPER", "ACCEPT NOTHING_SUSPICIOUS");
    }

    @Test
    void everyColumnIsExplainedInChineseAndEnglishAndEveryRowCounts() {
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

    @Test
    void anAmountInWordsIsAnErrorAndNoVerdict() {
        Map<String, Object> facts = new HashMap<>(HARMLESS);
        facts.put("amountFen", "much");

        assertThatThrownBy(() -> said(facts)).isInstanceOf(DmnEngineException.class);
    }

    private static Map<String, Object> with(String fact, String value) {
        Map<String, Object> facts = new HashMap<>(HARMLESS);
        facts.put(fact, value.equals("true") ? (Object) true : Long.valueOf(value));
        return facts;
    }

    private List<String> said(Map<String, Object> facts) {
        return ask(facts).getResultList().stream()
                .map(hit -> hit.get("verdict") + " " + hit.get("reason"))
                .toList();
    }
}
