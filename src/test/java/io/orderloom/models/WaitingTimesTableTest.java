package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingTimesTableTest extends TableTest {

    private static final Pattern ASKED = Pattern.compile("waitingTimes\\.(?:of|step)\\('(\\w+)'");

    WaitingTimesTableTest() {
        super("waiting-times");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    PAYMENT_WINDOW     | PT30M
                    ASK_GATEWAY        | PT30S,PT30S,PT1M,PT2M,PT5M
                    CLOSE_PAYMENT      | PT5S,PT10S,PT30S,PT1M,PT2M,PT5M
                    AUTOMATIC_RECEIPT  | P10D
                    ASK_CARRIER        | PT12H
                    SUBSCRIBE_TRACKING | PT10S,PT1M,PT5M
                    REPORT_SHIPPING    | PT10S,PT1M,PT5M
                    ORDER_WAYBILL      | PT10S,PT1M,PT5M
                    WAYBILL_BY_HAND_DUE | PT4H
                    PARCEL_NO_MOVEMENT | P5D
                    PARCEL_PROBLEM_DUE | P1D
                    SHIPPING_REPORT_DUE | PT12H
                    ASK_REFUND         | PT10S,PT30S,PT1M,PT2M,PT5M
                    ASK_RESTING_GATEWAY | PT1M
                    TOP_UP_RETRY       | PT30M
                    TOP_UP_DUE         | PT4H
                    REFUND_BY_HAND_DUE | P1D
                    FETCH_BILL         | PT10M,PT30M,PT1H,PT2H
                    DIFFERENCE_DUE     | P1D
                    REVIEW_DUE         | PT4H
                    SELLER_SILENCE     | PT48H
                    DECISION_DUE       | P1D
                    DISPUTE_PERIOD     | P3D
                    RULING_DUE         | P2D
                    AFTER_SALE_WINDOW  | P15D
                    RETURN_SHIPMENT    | P7D
                    RETURN_EXTENSION   | P3D
                    INSPECTION_DUE     | P2D
                    EXCHANGE_TOP_UP    | PT24H
                    REPLACEMENT_DUE    | P2D
                    TELL_SHOPPER | PT10S,PT1M,PT5M,PT30M
                    TELL_SHOPPER_WITHIN | P1D
                    ANSWER_READING | PT4H
                    CALL_SHOPPER_DUE | PT8H
                    COMPLAINT_DUE | P1D
                    COMPLAINT_ESCALATION | P2D
                    ESCALATED_COMPLAINT_DUE | PT8H
                    REMIND_RECEIPT | PT10S,PT1M,PT5M
                    """)
    void eachClockHasTheTimeThatWasAgreed(String clock, String duration) {
        assertThat(timeOf(clock).<String>getSingleEntry()).isEqualTo(duration);
    }

    @Test
    void anUnknownClockHasNoTime() {
        assertThat(timeOf("LUNCH_BREAK")).isEmpty();
    }

    @Test
    void everyTimeIsADurationAndNoDistanceShrinks() {
        for (String clock : clocks()) {
            List<Duration> steps = Arrays.stream(
                            timeOf(clock).<String>getSingleEntry().split(","))
                    .map(Duration::parse)
                    .toList();
            assertThat(steps).as(clock).isSortedAccordingTo(Duration::compareTo);
            assertThat(steps).as(clock).noneMatch(step -> step.isZero() || step.isNegative());
        }
    }

    @Test
    void everyClockThatAModelAsksHasARow() {
        Set<String> asked = new TreeSet<>();
        for (Path file : ModelFiles.all()) {
            Matcher matcher = ASKED.matcher(ModelFiles.text(file));
            while (matcher.find()) {
                asked.add(matcher.group(1));
            }
        }

        assertThat(asked).isNotEmpty();
        assertThat(clocks()).containsAll(asked);
    }

    private List<String> clocks() {
        return all(Rule.class).stream()
                .map(rule -> rule.getInputEntries()
                        .iterator()
                        .next()
                        .getTextContent()
                        .replace("\"", "")
                        .strip())
                .toList();
    }

    private DmnDecisionTableResult timeOf(String clock) {
        return ask(Map.of("clock", clock));
    }
}
