package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class ParcelProcessTest extends ModelTest {

    private final Receipt receipt = new Receipt();

    /** The order's receipt as its tables would have it. */
    public static final class Receipt {
        boolean toRemindOf;

        public boolean toRemindOf(String orderNo) {
            return toRemindOf;
        }
    }

    @Override
    void prepare() {
        deploy("parcel.bpmn");
        Mocks.register("receipt", receipt);
        trying("remindOfReceiptDelegate", "reminderTries", "reminded", true);
        trying("subscribeToTrackingDelegate", "subscribeTries", "subscribed", true);
        trying("reportShippingToWeChatDelegate", "reportTries", "reported", true);
        asking(false);
        bean("recordParcelDecisionDelegate", execution -> {});
    }

    @Test
    void aParcelIsReportedAndFollowedUntilItIsSignedFor() {
        ProcessInstance parcel = ship(true, true);
        assertThat(parcel).hasPassed("Task_ReportShippingToWeChat").isWaitingAt("EventGateway_AwaitSignature");

        tell(parcel, "Msg_ParcelSigned");

        assertThat(parcel)
                .hasPassed("CatchEvent_ParcelSigned", "EndEvent_ParcelDone")
                .hasNotPassed("Task_AskCarrier")
                .isEnded();
        assertThat(done).containsExactlyInAnyOrder("subscribeToTrackingDelegate", "reportShippingToWeChatDelegate");
    }

    @Test
    void aParcelWithoutANumberGetsItsWaybillBeforeAnythingElse() {
        deploy("waybill.bpmn");
        answering("orderWaybillDelegate", "waybillProgress", "MADE");
        ProcessInstance parcel = ship(true, true, true);

        assertThat(parcel).hasPassed("CallActivity_MakeWaybill").isWaitingAt("EventGateway_AwaitSignature");
        assertThat(done.get(0)).isEqualTo("orderWaybillDelegate");
    }

    @Test
    void aPickupThatWasNotPaidByWeChatHasNothingToDo() {
        ProcessInstance parcel = ship(false, false);

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(done).isEmpty();
    }

    @Test
    void aPickupPaidByWeChatIsReportedAllTheSame() {
        ProcessInstance parcel = ship(false, true);

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(done).containsExactly("reportShippingToWeChatDelegate");
    }

    @Test
    void aParcelThatWasNotPaidByWeChatIsNotReported() {
        ProcessInstance parcel = ship(true, false);
        tell(parcel, "Msg_ParcelSigned");

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(done).containsExactly("subscribeToTrackingDelegate");
    }

    @Test
    void aFailedSubscriptionIsTriedAgainAtGrowingDistanceUntilItWorks() {
        trying("subscribeToTrackingDelegate", "subscribeTries", "subscribed", false, false, true);
        ProcessInstance parcel = ship(true, false);
        assertThat(parcel).isWaitingAt("CatchEvent_WaitBeforeSubscribing");

        advance(Duration.ofSeconds(10));
        assertThat(parcel).isWaitingAt("CatchEvent_WaitBeforeSubscribing");
        advance(Duration.ofMinutes(1));

        assertThat(parcel).isWaitingAt("EventGateway_AwaitSignature");
        assertThat(Collections.frequency(done, "subscribeToTrackingDelegate")).isEqualTo(3);
    }

    @Test
    void aFailedReportIsTriedAgainAndHoldsUpNeitherTrackingNorSignature() {
        trying("reportShippingToWeChatDelegate", "reportTries", "reported", false, true);
        ProcessInstance parcel = ship(true, true);
        assertThat(parcel).isWaitingAtExactly("CatchEvent_WaitBeforeReporting", "EventGateway_AwaitSignature");

        tell(parcel, "Msg_ParcelSigned");
        assertThat(parcel).isNotEnded().hasPassed("CatchEvent_ParcelSigned");
        advance(Duration.ofSeconds(10));

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(Collections.frequency(done, "reportShippingToWeChatDelegate"))
                .isEqualTo(2);
    }

    @Test
    void withoutNewsTheCarrierIsAskedTwiceADayUntilTheParcelIsSignedFor() {
        asking(false, true);
        ProcessInstance parcel = ship(true, false);

        advance(Duration.ofHours(12));
        assertThat(parcel).hasPassed("Task_AskCarrier").isWaitingAt("EventGateway_AwaitSignature");
        advance(Duration.ofHours(12));

        assertThat(parcel)
                .hasPassed("EndEvent_ParcelDone")
                .hasNotPassed("CatchEvent_ParcelSigned")
                .isEnded();
        assertThat(Collections.frequency(done, "askCarrierDelegate")).isEqualTo(2);
    }

    @Test
    void aParcelInTroubleIsAPersonsTaskWhoseDecisionMayBeToWaitOn() {
        ProcessInstance parcel = ship(true, false);
        tell(parcel, "Msg_ParcelInTrouble");
        assertThat(parcel).isWaitingAt("UserTask_ClearUpParcelProblem");
        assertThat(task()).hasCandidateGroup("service");
        assertThat(task().getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(1)));

        complete(task(), Map.of("parcelDecision", "CARRY_ON"));
        assertThat(parcel).isWaitingAt("EventGateway_AwaitSignature");
        tell(parcel, "Msg_ParcelInTrouble");
        complete(task(), Map.of("parcelDecision", "WILL_NOT_ARRIVE"));

        assertThat(parcel)
                .hasPassed("Gateway_TroubleOver", "EndEvent_ParcelDone")
                .isEnded();
        assertThat(Collections.frequency(done, "recordParcelDecisionDelegate")).isEqualTo(2);
    }

    @Test
    void aParcelThatTheCarrierKnowsToBeInTroubleIsAPersonsTaskToo() {
        bean("askCarrierDelegate", execution -> {
            execution.setVariable("signed", false);
            execution.setVariable("inTrouble", true);
        });
        ProcessInstance parcel = ship(true, false);

        advance(Duration.ofHours(12));

        assertThat(parcel).isWaitingAt("UserTask_ClearUpParcelProblem");
    }

    @Test
    void aSignatureEndsTheTroubleWithoutAPerson() {
        ProcessInstance parcel = ship(true, false);
        tell(parcel, "Msg_ParcelInTrouble");

        tell(parcel, "Msg_ParcelSigned");

        assertThat(parcel)
                .hasPassed("BoundaryEvent_SignedAfterAll", "EndEvent_ParcelDone")
                .hasNotPassed("Task_RecordParcelDecision")
                .isEnded();
    }

    @Test
    void aReportThatWeChatRefusesIsSettledByAPersonAndThenMadeAgain() {
        List<Boolean> refusals = new ArrayList<>(List.of(true, false));
        bean("reportShippingToWeChatDelegate", execution -> {
            boolean refused = refusals.remove(0);
            execution.setVariable("reported", !refused);
            execution.setVariable("reportRefused", refused);
        });
        ProcessInstance parcel = ship(false, true);
        assertThat(parcel).isWaitingAt("UserTask_SettleShippingReport");
        assertThat(task()).hasCandidateGroup("ops");
        assertThat(task().getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofHours(12)));

        complete(task());
        advance(Duration.ZERO);

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
    }

    @Test
    void aSignatureThatComesAfterAnAskingStillEndsTheParcel() {
        ProcessInstance parcel = ship(true, false);
        advance(Duration.ofHours(12));

        tell(parcel, "Msg_ParcelSigned");

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void afterTheLastSignatureTheShopperIsRemindedToConfirmTheReceiptAndNobodyWaitsForIt() {
        receipt.toRemindOf = true;
        trying("remindOfReceiptDelegate", "reminderTries", "reminded", false, false, true);
        ProcessInstance parcel = ship(true, true);
        tell(parcel, "Msg_ParcelSigned");
        assertThat(parcel).hasPassed("Task_RemindOfReceipt").isWaitingAt("CatchEvent_WaitBeforeReminding");

        advance(Duration.ofSeconds(10));
        assertThat(parcel).isWaitingAt("CatchEvent_WaitBeforeReminding");
        advance(Duration.ofMinutes(1));

        assertThat(parcel)
                .hasPassed("EndEvent_ShopperReminded")
                .hasNotPassed("EndEvent_ParcelDone")
                .isEnded();
        assertThat(Collections.frequency(done, "remindOfReceiptDelegate")).isEqualTo(3);
    }

    private void trying(String bean, String tries, String outcome, Boolean... outcomes) {
        List<Boolean> left = new ArrayList<>(Arrays.asList(outcomes));
        bean(bean, execution -> {
            count(execution, tries);
            execution.setVariable("reportRefused", false);
            execution.setVariable(outcome, left.size() > 1 ? left.remove(0) : left.get(0));
        });
    }

    private void asking(Boolean... signatures) {
        List<Boolean> left = new ArrayList<>(Arrays.asList(signatures));
        bean("askCarrierDelegate", execution -> {
            execution.setVariable("signed", left.size() > 1 ? left.remove(0) : left.get(0));
            execution.setVariable("inTrouble", false);
        });
    }

    private ProcessInstance ship(boolean tracked, boolean reportToWeChat) {
        return ship(tracked, reportToWeChat, false);
    }

    private ProcessInstance ship(boolean tracked, boolean reportToWeChat, boolean waybillWanted) {
        return start(
                "ParcelProcess",
                Map.of(
                        "orderNo", ORDER_NO,
                        "shipmentNo", "S1",
                        "waybillWanted", waybillWanted,
                        "tracked", tracked,
                        "reportToWeChat", reportToWeChat));
    }
}
