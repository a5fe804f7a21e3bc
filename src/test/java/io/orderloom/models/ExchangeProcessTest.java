package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class ExchangeProcessTest extends ModelTest {

    private final Case afterSale = new Case();
    private List<String> openTopUps = List.of("P1", "P2");

    /** The case as its tables would have it. */
    public static final class Case {
        Instant deadline = Instant.EPOCH;
        boolean reserved = true;
        boolean topUpDue = true;
        boolean topUpMissing = true;
        boolean replacementDue = true;

        public Date deadline(String afterSalesNo) {
            return Date.from(deadline);
        }

        public boolean replacementReserved(String afterSalesNo) {
            return reserved;
        }

        public boolean topUpDue(String afterSalesNo) {
            return topUpDue;
        }

        public boolean topUpMissing(String afterSalesNo) {
            return topUpMissing;
        }

        public boolean replacementDue(String afterSalesNo) {
            return replacementDue;
        }
    }

    /** The payments as their table would have them. */
    public final class Open {

        public List<String> ofTopUp(String orderNo, String afterSalesNo) {
            return openTopUps;
        }
    }

    @Override
    void prepare() {
        deploy("exchange.bpmn");
        deployStub("ReturnProcess", "returning");
        deployStub("PaymentTimeoutProcess", "closing");
        Mocks.register("afterSale", afterSale);
        Mocks.register("openPayments", new Open());
        bean("askForTopUpDelegate", execution -> afterSale.deadline = now().plus(Duration.ofHours(24)));
        beans(
                "reserveReplacementDelegate",
                "makeTopUpUnpayableDelegate",
                "voidExchangeDelegate",
                "askForReplacementDelegate",
                "recordReplacementDelegate",
                "returning",
                "closing");
    }

    @Test
    void aTopUpIsPaidTheOldGoodsComeBackAndTheWarehouseSendsOthersFromTasklist() {
        ProcessInstance process = begin();
        assertThat(process).isWaitingAt("EventGateway_AwaitTopUp");
        tell(process, "Msg_TopUpPaid");
        assertThat(process).isWaitingAt("UserTask_ShipReplacement");
        assertThat(task(process)).hasCandidateGroup("warehouse").isNotAssigned();
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(2)));

        complete(task(process));

        assertThat(process)
                .hasPassedInOrder(
                        "Task_ReserveReplacement",
                        "Task_AskForTopUp",
                        "CatchEvent_TopUpPaid",
                        "CallActivity_ReturnOldGoods",
                        "Task_AskForReplacement",
                        "Task_RecordReplacement",
                        "EndEvent_ReplacementOnItsWay")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void whatCostsNoMoreIsNotPaidOnTopForAndMayBeSentOverTheApi() {
        afterSale.topUpDue = false;
        ProcessInstance process = begin();
        assertThat(process).hasNotPassed("Task_AskForTopUp").isWaitingAt("UserTask_ShipReplacement");

        tell(process, "Msg_ReplacementShipped");

        assertThat(process)
                .hasPassed("BoundaryEvent_ReplacementShipped", "EndEvent_ReplacementOnItsWay")
                .isEnded();
        assertThat(done).doesNotContain("recordReplacementDelegate");
    }

    @Test
    void whatIsSoldOutIsAReturnAndNobodyIsAskedForMoney() {
        afterSale.reserved = false;
        afterSale.replacementDue = false;

        ProcessInstance process = begin();

        assertThat(process)
                .hasPassed("CallActivity_ReturnOldGoods", "EndEvent_NothingReplaced")
                .hasNotPassed("Task_AskForTopUp", "Task_AskForReplacement")
                .isEnded();
    }

    @Test
    void whatIsGoneWhileTheTopUpIsAwaitedIsAReturn() {
        ProcessInstance process = begin();
        afterSale.replacementDue = false;

        tell(process, "Msg_ReplacementGone");

        assertThat(process)
                .hasPassed("CatchEvent_ReplacementGone", "CallActivity_ReturnOldGoods", "EndEvent_NothingReplaced")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aTopUpThatIsNotPaidWithinADayIsClosedForCertainBeforeTheExchangeIsVoid() {
        ProcessInstance process = begin();
        advance(Duration.ofHours(24).minusSeconds(1));
        assertThat(process).isWaitingAt("EventGateway_AwaitTopUp");

        advance(Duration.ofSeconds(1));

        assertThat(process)
                .hasPassed("Task_MakeTopUpUnpayable", "CallActivity_CloseTopUpPayments", "EndEvent_ExchangeVoid")
                .hasNotPassed("CallActivity_ReturnOldGoods")
                .isEnded();
        assertThat(done)
                .containsSubsequence("makeTopUpUnpayableDelegate", "closing", "closing", "voidExchangeDelegate");
    }

    @Test
    void aTopUpThatGotThroughWhileItWasClosedCounts() {
        ProcessInstance process = begin();
        afterSale.topUpMissing = false;
        openTopUps = List.of();

        advance(Duration.ofHours(24));

        assertThat(process).hasNotPassed("Task_VoidExchange").isWaitingAt("UserTask_ShipReplacement");
    }

    @Test
    void whatIsGoneWhenTheGoodsAreBackIsAReturnToo() {
        afterSale.topUpDue = false;
        ProcessInstance process = begin();

        tell(process, "Msg_ReplacementGone");

        assertThat(process)
                .hasPassed("BoundaryEvent_ReplacementLost", "EndEvent_BecameReturn")
                .isEnded();
        assertThat(done).doesNotContain("recordReplacementDelegate");
    }

    private ProcessInstance begin() {
        return start("ExchangeProcess", Map.of("orderNo", ORDER_NO, "afterSalesNo", "S1"));
    }
}
