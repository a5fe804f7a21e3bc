package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.Test;

class ParcelProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("parcel.bpmn");
        trying("subscribeToTrackingDelegate", "subscribeTries", "subscribed", true);
        trying("reportShippingToWeChatDelegate", "reportTries", "reported", true);
        answering("askCarrierDelegate", "signed", false);
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
        answering("askCarrierDelegate", "signed", false, true);
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
    void aSignatureThatComesAfterAnAskingStillEndsTheParcel() {
        ProcessInstance parcel = ship(true, false);
        advance(Duration.ofHours(12));

        tell(parcel, "Msg_ParcelSigned");

        assertThat(parcel).hasPassed("EndEvent_ParcelDone").isEnded();
        assertThat(jobs()).isEmpty();
    }

    private void trying(String bean, String tries, String outcome, Boolean... outcomes) {
        List<Boolean> left = new ArrayList<>(Arrays.asList(outcomes));
        bean(bean, execution -> {
            count(execution, tries);
            execution.setVariable(outcome, left.size() > 1 ? left.remove(0) : left.get(0));
        });
    }

    private ProcessInstance ship(boolean tracked, boolean reportToWeChat) {
        return start(
                "ParcelProcess",
                Map.of(
                        "orderNo", ORDER_NO,
                        "shipmentNo", "S1",
                        "tracked", tracked,
                        "reportToWeChat", reportToWeChat));
    }
}
