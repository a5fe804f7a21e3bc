package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class ReturnProcessTest extends ModelTest {

    private final Case afterSale = new Case();

    /** The case as its tables would have it. */
    public static final class Case {
        Instant deadline = Instant.EPOCH;
        boolean arrived;
        boolean disputed;

        public Date deadline(String afterSalesNo) {
            return Date.from(deadline);
        }

        public boolean returnArrived(String afterSalesNo) {
            return arrived;
        }

        public boolean disputed(String afterSalesNo) {
            return disputed;
        }
    }

    @Override
    void prepare() {
        deploy("return.bpmn");
        Mocks.register("afterSale", afterSale);
        bean("askForReturnDelegate", execution -> afterSale.deadline = now().plus(Duration.ofDays(7)));
        beans(
                "closeUnreturnedCaseDelegate",
                "subscribeToReturnTrackingDelegate",
                "askAboutReturnDelegate",
                "recordInspectionDelegate",
                "putBackToStockDelegate");
    }

    @Test
    void goodsAreSentArriveAreInspectedAndPutBack() {
        ProcessInstance process = begin();
        tell(process, "Msg_ReturnShipped");
        tell(process, "Msg_ReturnArrived");
        assertThat(process).isWaitingAt("UserTask_InspectReturn");
        assertThat(task(process)).hasCandidateGroup("warehouse").isNotAssigned();
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(2)));

        complete(task(process));

        assertThat(process)
                .hasPassedInOrder(
                        "Task_AskForReturn",
                        "CatchEvent_ReturnShipped",
                        "Task_SubscribeToReturnTracking",
                        "CatchEvent_ReturnArrived",
                        "Task_RecordInspection",
                        "Task_PutBackToStock",
                        "EndEvent_ReturnAccepted")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void whatIsNotSentWithinSevenDaysIsClosed() {
        ProcessInstance process = begin();
        advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(process).isWaitingAt("EventGateway_AwaitReturnShipment");

        advance(Duration.ofSeconds(1));

        assertThat(process)
                .hasPassed("Task_CloseUnreturnedCase", "EndEvent_NotSentBack")
                .isEnded();
    }

    @Test
    void anExtensionSetsTheClockAnew() {
        ProcessInstance process = begin();
        advance(Duration.ofDays(6));
        afterSale.deadline = afterSale.deadline.plus(Duration.ofDays(3));

        tell(process, "Msg_ReturnPeriodExtended");

        advance(Duration.ofDays(3));
        assertThat(process).isWaitingAt("EventGateway_AwaitReturnShipment");
        advance(Duration.ofDays(1));
        assertThat(process).hasPassed("EndEvent_NotSentBack").isEnded();
    }

    @Test
    void aCarrierThatTellsNothingIsAsked() {
        ProcessInstance process = begin();
        tell(process, "Msg_ReturnShipped");
        advance(Duration.ofHours(12));
        assertThat(process).isWaitingAt("EventGateway_AwaitArrival");
        afterSale.arrived = true;

        advance(Duration.ofHours(12));

        assertThat(process).hasPassed("Task_AskAboutReturn").isWaitingAt("UserTask_InspectReturn");
        assertThat(done).filteredOn("askAboutReturnDelegate"::equals).hasSize(2);
    }

    @Test
    void anInspectionOverTheApiTakesTheTaskAwayAndARefusalPutsNothingBack() {
        ProcessInstance process = begin();
        tell(process, "Msg_ReturnShipped");
        tell(process, "Msg_ReturnArrived");
        afterSale.disputed = true;

        tell(process, "Msg_ReturnInspected");

        assertThat(process)
                .hasPassed("BoundaryEvent_ReturnInspected", "EndEvent_ReturnRefused")
                .isEnded();
        assertThat(done).doesNotContain("putBackToStockDelegate");
    }

    private ProcessInstance begin() {
        return start("ReturnProcess", Map.of("orderNo", ORDER_NO, "afterSalesNo", "S1"));
    }
}
