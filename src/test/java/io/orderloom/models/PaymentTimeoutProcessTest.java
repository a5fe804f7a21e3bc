package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

class PaymentTimeoutProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("payment-timeout.bpmn");
        gatewayAnswers("OPEN", "CLOSED");
        answering("closePaymentDelegate", "closeAccepted", true);
    }

    @Test
    void anOpenPaymentIsClosedAndTheGatewayAskedWhetherItIs() {
        ProcessInstance closing = close();

        assertThat(closing).hasPassed("EndEvent_PaymentClosed").isEnded();
        assertThat(done).containsExactly("askGatewayDelegate", "closePaymentDelegate", "askGatewayDelegate");
    }

    @Test
    void aPaymentThatTheGatewayHasClosedItselfIsNotClosedAgain() {
        gatewayAnswers("CLOSED");

        ProcessInstance closing = close();

        assertThat(closing).hasPassed("EndEvent_PaymentClosed").isEnded();
        assertThat(done).containsExactly("askGatewayDelegate");
    }

    @Test
    void aPaymentThatIsPaidEndsAsPaid() {
        gatewayAnswers("PAID");

        ProcessInstance closing = close();

        assertThat(closing)
                .hasPassed("EndEvent_PaidAfterAll")
                .hasNotPassed("Task_ClosePayment", "EndEvent_PaymentClosed")
                .isEnded();
    }

    @Test
    void aShopperWhoPaysWhileWeCloseIsNotLost() {
        gatewayAnswers("OPEN", "PAID");

        ProcessInstance closing = close();

        assertThat(closing)
                .hasPassedInOrder("Task_ClosePayment", "EndEvent_PaidAfterAll")
                .hasNotPassed("EndEvent_PaymentClosed")
                .isEnded();
    }

    @Test
    void aRefusedCloseIsFollowedByAQuestionAfterAWhile() {
        gatewayAnswers("OPEN", "OPEN", "CLOSED");
        answering("closePaymentDelegate", "closeAccepted", false, true);

        ProcessInstance closing = close();
        assertThat(closing).isWaitingAt("CatchEvent_WaitBeforeAskingAgain");
        advance(Duration.ofSeconds(5));

        assertThat(closing).hasPassed("EndEvent_PaymentClosed").isEnded();
        assertThat(done)
                .containsExactly(
                        "askGatewayDelegate",
                        "closePaymentDelegate",
                        "askGatewayDelegate",
                        "closePaymentDelegate",
                        "askGatewayDelegate");
    }

    @Test
    void aSilentGatewayIsAskedForEverAtGrowingDistanceOfFiveMinutesAtMost() {
        gatewayAnswers("UNKNOWN");
        ProcessInstance closing = close();

        List<Duration> distances = new ArrayList<>();
        for (int asking = 0; asking < 40; asking++) {
            Duration distance = untilTheNextAsking();
            distances.add(distance);
            advance(distance);
            assertThat(closing).isWaitingAt("CatchEvent_WaitBeforeAskingAgain");
        }

        assertThat(distances).isSortedAccordingTo(Duration::compareTo).startsWith(Duration.ofSeconds(5));
        assertThat(distances.get(39)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Collections.frequency(done, "askGatewayDelegate")).isEqualTo(41);
        assertThat(jobs())
                .allSatisfy(job -> assertThat(job.getExceptionMessage()).isNull());
    }

    @Test
    void aGatewayThatComesBackEndsTheWaiting() {
        gatewayAnswers("UNKNOWN", "UNKNOWN", "CLOSED");
        ProcessInstance closing = close();

        advance(Duration.ofSeconds(5));
        advance(Duration.ofSeconds(10));

        assertThat(closing).hasPassed("EndEvent_PaymentClosed").isEnded();
    }

    @Test
    void aBugInTheAskingIsTriedFourTimesMoreAtGrowingDistance() {
        bean("askGatewayDelegate", execution -> {
            throw new IllegalStateException("bug");
        });

        List<Duration> pauses = new ArrayList<>();
        assertThatThrownBy(this::close).hasMessageContaining("bug");
        while (onlyJob().getRetries() > 0) {
            Duration pause = Duration.between(now(), onlyJob().getDuedate().toInstant());
            pauses.add(pause);
            assertThatThrownBy(() -> advance(pause)).hasMessageContaining("bug");
        }

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
    }

    private void gatewayAnswers(String... states) {
        List<String> left = new ArrayList<>(Arrays.asList(states));
        bean("askGatewayDelegate", execution -> {
            count(execution, "askings");
            execution.setVariable("paymentState", left.size() > 1 ? left.remove(0) : left.get(0));
        });
    }

    private ProcessInstance close() {
        return start("PaymentTimeoutProcess", Map.of("orderNo", ORDER_NO, "paymentNo", "P1"));
    }

    private static Duration untilTheNextAsking() {
        return Duration.between(now(), onlyJob().getDuedate().toInstant());
    }

    private static Job onlyJob() {
        assertThat(jobs()).hasSize(1);
        return jobs().get(0);
    }
}
