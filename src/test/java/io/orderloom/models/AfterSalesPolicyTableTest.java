package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfterSalesPolicyTableTest extends TableTest {

    private static final Map<String, Object> SMALL =
            Map.of("afterSaleType", "REFUND_ONLY", "amountFen", 1_000L, "unitsAsked", true, "completedOrders", 0L);

    AfterSalesPolicyTableTest() {
        super("after-sales-policy");
    }

    @ParameterizedTest
    @CsvSource({
        // small amounts for units that have not left
        "REFUND_ONLY, 1, true, 0, APPROVE",
        "REFUND_ONLY, 1000, true, 0, APPROVE",
        "REFUND_ONLY, 1001, true, 0, STAFF",
        "REFUND_ONLY, 1000, false, 0, STAFF",
        "RETURN_AND_REFUND, 1000, true, 0, STAFF",
        "EXCHANGE, 1000, true, 0, STAFF",
        // shoppers who completed ten orders
        "REFUND_ONLY, 3000, true, 10, APPROVE",
        "RETURN_AND_REFUND, 3000, true, 10, APPROVE",
        "REFUND_ONLY, 3001, true, 10, STAFF",
        "RETURN_AND_REFUND, 3000, true, 9, STAFF",
        "RETURN_AND_REFUND, 3000, false, 10, STAFF",
        "EXCHANGE, 3000, true, 10, STAFF",
        // whatever is not known
        "SOMETHING_NEW, 1, true, 1000, STAFF",
        "REFUND_ONLY, 9223372036854775807, true, 1000, STAFF",
    })
    void aRowDecides(String type, long amountFen, boolean unitsAsked, long completedOrders, String verdict) {
        assertThat(said(Map.of(
                        "afterSaleType", type,
                        "amountFen", amountFen,
                        "unitsAsked", unitsAsked,
                        "completedOrders", completedOrders)))
                .isEqualTo(verdict);
    }

    @Test
    void whatIsNotKnownApprovesNothing() {
        for (String fact : SMALL.keySet()) {
            Map<String, Object> facts = new HashMap<>(SMALL);
            facts.put(fact, null);
            // How many orders were completed does not matter to a small amount.
            assertThat(said(facts)).as(fact).isEqualTo(fact.equals("completedOrders") ? "APPROVE" : "STAFF");
        }
    }

    @Test
    void anAmountInWordsIsAnErrorAndNoVerdict() {
        Map<String, Object> words = new HashMap<>(SMALL);
        words.put("amountFen", "much");

        assertThatThrownBy(() -> said(words)).isInstanceOf(DmnEngineException.class);
    }

    private String said(Map<String, Object> facts) {
        return ask(facts).getSingleEntry();
    }
}
