package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

class RefundProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("refund.bpmn");
        asking("UNDER_WAY");
        askingAbout("PAID_OUT");
    }

    @Test
    void aRefundThatIsPaidOutAtOnceEnds() {
        asking("PAID_OUT");

        ProcessInstance refund = begin();

        assertThat(refund).hasPassed("EndEvent_Refunded").isEnded();
    }

    @Test
    void anAcceptedRefundIsAskedAboutWhenTheGatewaySaysThatItIsSettled() {
        ProcessInstance refund = begin();
        assertThat(refund).isWaitingFor("Msg_RefundSettled");

        tell(refund, "Msg_RefundSettled");

        assertThat(refund)
                .hasPassedInOrder("CatchEvent_RefundSettled", "Task_AskAboutRefund", "EndEvent_Refunded")
                .isEnded();
    }

    @Test
    void aGatewayThatSaysNothingIsAskedForEverAtGrowingDistanceOfFiveMinutesAtMost() {
        askingAbout("UNDER_WAY");
        ProcessInstance refund = begin();

        List<Duration> distances = new ArrayList<>();
        for (int asking = 0; asking < 20; asking++) {
            Duration distance =
                    Duration.between(now(), jobs().get(0).getDuedate().toInstant());
            distances.add(distance);
            advance(distance);
        }

        assertThat(distances).isSortedAccordingTo(Duration::compareTo).startsWith(Duration.ofSeconds(10));
        assertThat(distances.get(19)).isEqualTo(Duration.ofMinutes(5));
        assertThat(refund).isNotEnded();
    }

    @Test
    void aRefundThatTheGatewayNeverHeardOfIsAskedForAgain() {
        asking("UNDER_WAY", "PAID_OUT");
        askingAbout("UNHEARD_OF");
        ProcessInstance refund = begin();

        advance(Duration.ofSeconds(10));

        assertThat(refund).hasPassed("EndEvent_Refunded").isEnded();
        assertThat(done).containsExactly("askForRefundDelegate", "askAboutRefundDelegate", "askForRefundDelegate");
    }

    @Test
    void anEmptyMerchantAccountIsAPersonsTaskAndTheRefundGoesOnAfterTheTopUp() {
        asking("BALANCE_TOO_LOW", "PAID_OUT");
        ProcessInstance refund = begin();
        assertThat(refund).isWaitingAt("UserTask_TopUpMerchantAccount");
        assertThat(task()).hasCandidateGroup("ops").isNotAssigned();
        assertThat(task().getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofHours(4)));

        complete(task());
        advance(Duration.ZERO);

        assertThat(refund).hasPassed("EndEvent_Refunded").isEnded();
    }

    @Test
    void anEmptyMerchantAccountIsTriedAgainByItselfEveryHalfHour() {
        asking("BALANCE_TOO_LOW", "BALANCE_TOO_LOW", "PAID_OUT");
        ProcessInstance refund = begin();

        advance(Duration.ofMinutes(30));
        assertThat(refund).isWaitingAt("UserTask_TopUpMerchantAccount");
        advance(Duration.ofMinutes(30));

        assertThat(refund)
                .hasPassed("BoundaryEvent_TimeToTryAgain", "EndEvent_Refunded")
                .isEnded();
    }

    @Test
    void whatCouldNotBeAskedAtAllIsAskedAMinuteLaterHoweverLongTheOutageWas() {
        asking("UNDER_WAY");
        askingAbout("UNDER_WAY", "UNDER_WAY", "UNDER_WAY", "UNDER_WAY", "NOT_ASKED", "PAID_OUT");
        ProcessInstance refund = begin();
        for (Duration distance : List.of(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5))) {
            advance(distance);
            assertThat(refund).isWaitingAt("EventGateway_AwaitRefund");
        }

        advance(Duration.ofMinutes(1));

        assertThat(refund).hasPassed("EndEvent_Refunded").isEnded();
    }

    @Test
    void aRefundThatCannotBeDeliveredIsSettledByHandAndThenAskedAbout() {
        asking("UNDELIVERABLE");
        bean("recordSettlementDelegate", execution -> {});
        ProcessInstance refund = begin();
        assertThat(refund).isWaitingAt("UserTask_RefundByHand");
        assertThat(task()).hasCandidateGroup("ops");
        assertThat(task().getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(1)));

        complete(task());
        advance(Duration.ZERO);

        assertThat(refund)
                .hasPassedInOrder("UserTask_RefundByHand", "Task_AskAboutRefund", "EndEvent_Refunded")
                .isEnded();
    }

    @Test
    void aRefundThatAPersonPaidAnotherWayIsOverWithoutAskingTheGateway() {
        asking("UNDELIVERABLE");
        bean("recordSettlementDelegate", execution -> execution.setVariable("refundProgress", "PAID_OUT"));
        ProcessInstance refund = begin();
        assertThat(refund).isWaitingAt("UserTask_RefundByHand");

        complete(task());

        assertThat(refund)
                .hasPassedInOrder("UserTask_RefundByHand", "Task_RecordSettlement", "EndEvent_RefundedAnotherWay")
                .hasNotPassed("Task_AskAboutRefund")
                .isEnded();
    }

    @Test
    void aRefundThatTheGatewaySettlesWhileAPersonIsAtItNeedsNoPersonAnyMore() {
        asking("UNDELIVERABLE");
        ProcessInstance refund = begin();

        tell(refund, "Msg_RefundSettled");

        assertThat(refund)
                .hasPassed("BoundaryEvent_SettledMeanwhile", "EndEvent_Refunded")
                .isEnded();
    }

    private void asking(String... progress) {
        answers("askForRefundDelegate", progress);
    }

    private void askingAbout(String... progress) {
        answers("askAboutRefundDelegate", progress);
    }

    private void answers(String bean, String... progress) {
        List<String> left = new ArrayList<>(Arrays.asList(progress));
        bean(bean, execution -> {
            count(execution, "askings");
            execution.setVariable("refundProgress", left.size() > 1 ? left.remove(0) : left.get(0));
        });
    }

    private ProcessInstance begin() {
        return start("RefundProcess", Map.of("orderNo", ORDER_NO, "refundNo", "R1"));
    }
}
