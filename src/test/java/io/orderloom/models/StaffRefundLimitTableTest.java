package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaffRefundLimitTableTest extends TableTest {

    StaffRefundLimitTableTest() {
        super("staff-refund-limit");
    }

    @ParameterizedTest
    @CsvSource({
        "ops, 1000000000",
        "service, 100000",
        "warehouse, 0",
        "merchant, 0",
        "analyst, 0",
        "admin, 0",
        "shop, 0",
        "SERVICE, 0",
        "'', 0",
        "'service,ops', 0"
    })
    void aRoleHasItsLimit(String role, long limitFen) {
        assertThat(limit(role, "zhang-san")).isEqualTo(limitFen);
    }

    @Test
    void whoIsNotKnownGivesNothingBack() {
        assertThat(limit(null, null)).isZero();
        assertThat(limit(null, "ops")).as("a name is no role").isZero();
    }

    @Test
    void theLastRowCatchesEveryone() {
        Rule last = all(Rule.class).get(all(Rule.class).size() - 1);

        assertThat(last.getInputEntries())
                .allSatisfy(cell -> assertThat(cell.getTextContent()).isBlank());
    }

    private long limit(@Nullable String role, @Nullable String person) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("role", role);
        facts.put("person", person);
        return ask(facts).<Long>getSingleEntry();
    }
}
