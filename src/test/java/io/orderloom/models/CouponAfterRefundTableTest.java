package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CouponAfterRefundTableTest extends TableTest {

    CouponAfterRefundTableTest() {
        super("coupon-after-refund");
    }

    @ParameterizedTest
    @CsvSource({"false, RETURN", "true, KEEP"})
    void couponsComeBackUnlessSomethingHasLeft(boolean anythingShipped, String verdict) {
        assertThat(ask(Map.of("anythingShipped", anythingShipped)).<String>getSingleEntry())
                .isEqualTo(verdict);
    }

    @Test
    void nothingIsSaidAboutAnOrderOfWhichNothingIsKnown() {
        Map<String, Object> unknown = new HashMap<>();
        unknown.put("anythingShipped", null);

        assertThat(ask(unknown)).isEmpty();
        assertThat(ask(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "RETURN"})
    void whatIsNeitherTrueNorFalseIsAnErrorAndNoVerdict(String words) {
        assertThatThrownBy(() -> ask(Map.of("anythingShipped", words))).isInstanceOf(DmnEngineException.class);
    }
}
