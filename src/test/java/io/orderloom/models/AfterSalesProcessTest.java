package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class AfterSalesProcessTest extends ModelTest {

    private final Case afterSale = new Case();

    /** The case as its tables would have it. */
    public static final class Case {
        boolean approved;
        boolean moneyDue;
        boolean goodsToComeBack;
        boolean exchangeAsked;
        boolean disputed;

        public boolean exchangeAsked(String afterSalesNo) {
            return exchangeAsked;
        }

        public boolean goodsToComeBack(String afterSalesNo) {
            return goodsToComeBack;
        }

        public java.util.Date deadline(String afterSalesNo) {
            return java.util.Date.from(now().plus(Duration.ofDays(7)));
        }

        public boolean disputed(String afterSalesNo) {
            return disputed;
        }

        public boolean approved(String afterSalesNo) {
            return approved;
        }

        public boolean moneyDue(String afterSalesNo) {
            return moneyDue;
        }
    }

    @Override
    void prepare() {
        deploy("after-sales.bpmn");
        deploy("rules/after-sales-policy.dmn");
        Mocks.register("afterSale", afterSale);
        bean("approveByRulesDelegate", execution -> approved());
        bean("approveBySilenceDelegate", execution -> approved());
        beans("recordDecisionDelegate", "letRefusalStandDelegate", "refundMoneyDelegate");
        bean("recordRulingDelegate", execution -> approved());
    }

    @Test
    void aSmallAmountIsPaidBackWithoutAPerson() {
        ProcessInstance process = begin("REFUND_ONLY", 1_000, 0);

        assertThat(process).hasPassed("Task_ApproveByRules", "Task_RefundMoney").isWaitingFor("Msg_MoneyBack");
        tell(process, "Msg_MoneyBack");
        assertThat(process).hasPassed("EndEvent_AfterSaleCompleted").isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aTrustedShopperWaitsForNobodyUpToALimit() {
        assertThat(begin("REFUND_ONLY", 3_000, 10)).hasPassed("Task_ApproveByRules");
        assertThat(begin("REFUND_ONLY", 3_001, 10)).isWaitingAt("UserTask_DecideOnRequest");
        assertThat(begin("REFUND_ONLY", 1_001, 9)).isWaitingAt("UserTask_DecideOnRequest");
    }

    @Test
    void moneyAloneIsAlwaysDecidedByStaff() {
        ProcessInstance process = start(
                "AfterSalesProcess",
                Map.of(
                        "orderNo",
                        ORDER_NO,
                        "afterSalesNo",
                        "S1",
                        "afterSaleType",
                        "REFUND_ONLY",
                        "amountFen",
                        600L,
                        "unitsAsked",
                        false,
                        "completedOrders",
                        99L));

        assertThat(process).isWaitingAt("UserTask_DecideOnRequest");
    }

    @Test
    void customerServiceApprovesInTasklist() {
        ProcessInstance process = begin();
        assertThat(task(process)).hasCandidateGroup("service").isNotAssigned();
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(1)));
        approved();

        complete(task(process));

        assertThat(process).hasPassed("Task_RecordDecision", "Task_RefundMoney").isWaitingFor("Msg_MoneyBack");
    }

    @Test
    void aDecisionOverTheApiTakesTheTaskAway() {
        ProcessInstance process = begin();
        approved();

        tell(process, "Msg_RequestDecided");

        assertThat(process).hasPassed("BoundaryEvent_RequestDecided").isWaitingFor("Msg_MoneyBack");
        assertThat(task(process)).isNull();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void twoDaysOfSilenceApprove() {
        ProcessInstance process = begin();
        advance(Duration.ofDays(2).minusSeconds(1));
        assertThat(process).isWaitingAt("UserTask_DecideOnRequest");

        advance(Duration.ofSeconds(1));

        assertThat(process).hasPassed("Task_ApproveBySilence", "Task_RefundMoney");
    }

    @Test
    void aRefusalThatNobodyDisputesStandsAfterThreeDays() {
        ProcessInstance process = begin();
        complete(task(process));
        assertThat(process).isWaitingAt("CatchEvent_DisputePeriodElapsed");

        advance(Duration.ofDays(3));

        assertThat(process)
                .hasPassed("Task_LetRefusalStand", "EndEvent_RefusalStands", "EndEvent_AfterSaleClosed")
                .isEnded();
        assertThat(done).doesNotContain("refundMoneyDelegate");
    }

    @Test
    void theShopperWithdrawsAndEveryClockStops() {
        ProcessInstance process = begin();

        tell(process, "Msg_RequestWithdrawn");

        assertThat(process).hasPassed("EndEvent_RequestWithdrawn").isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aDisputeStopsTheSellersClockAndARulingEndsIt() {
        ProcessInstance process = begin();
        tell(process, "Msg_DisputeRaised");
        assertThat(process).isWaitingAt("UserTask_RuleOnDispute");
        assertThat(task(process)).hasCandidateGroup("service");
        assertThat(task(process).getDueDate().toInstant()).isEqualTo(now().plus(Duration.ofDays(2)));
        advance(Duration.ofDays(30));
        assertThat(process).isWaitingAt("UserTask_RuleOnDispute");

        complete(task(process));

        assertThat(process).hasPassed("Task_RecordRuling", "Task_RefundMoney");
    }

    @Test
    void aRefusalIsDisputedAndRuledOnOverTheApi() {
        ProcessInstance process = begin();
        tell(process, "Msg_RequestDecided");
        tell(process, "Msg_DisputeRaised");

        tell(process, "Msg_DisputeRuled");

        assertThat(process)
                .hasPassed("BoundaryEvent_DisputeRuled", "EndEvent_AfterSaleClosed")
                .isEnded();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void goodsThatShallComeBackComeBeforeTheMoney() {
        deployStub("ReturnProcess", "returnStub");
        bean("returnStub", execution -> afterSale.moneyDue = true);
        afterSale.goodsToComeBack = true;
        ProcessInstance process = begin("RETURN_AND_REFUND", 8_702, 0);
        afterSale.approved = true;

        tell(process, "Msg_RequestDecided");

        assertThat(process)
                .hasPassedInOrder("CallActivity_ReturnGoods", "Task_RefundMoney")
                .isWaitingFor("Msg_MoneyBack");
    }

    @Test
    void whatIsAskedForInExchangeIsExchangedAndADifferenceGoesBackAfterwards() {
        deployStub("ExchangeProcess", "exchangeStub");
        bean("exchangeStub", execution -> afterSale.moneyDue = true);
        afterSale.goodsToComeBack = true;
        afterSale.exchangeAsked = true;
        ProcessInstance process = begin("EXCHANGE", 1_000, 99);
        assertThat(process).isWaitingAt("UserTask_DecideOnRequest");
        afterSale.approved = true;

        tell(process, "Msg_RequestDecided");

        assertThat(process)
                .hasPassedInOrder("CallActivity_ExchangeGoods", "Task_RefundMoney")
                .hasNotPassed("CallActivity_ReturnGoods")
                .isWaitingFor("Msg_MoneyBack");
    }

    @Test
    void goodsThatTheWarehouseRefusesAreRuledOn() {
        deployStub("ReturnProcess", "returnStub");
        bean("returnStub", execution -> afterSale.disputed = true);
        afterSale.goodsToComeBack = true;
        ProcessInstance process = begin("RETURN_AND_REFUND", 8_702, 0);
        afterSale.approved = true;
        tell(process, "Msg_RequestDecided");
        assertThat(process).isWaitingAt("UserTask_RuleOnDispute");

        afterSale.disputed = false;
        tell(process, "Msg_DisputeRuled");

        assertThat(process).hasPassed("EndEvent_AfterSaleClosed").isEnded();
    }

    @Test
    void aDisputeStopsTheReturnAndItsClock() {
        deploy("return.bpmn");
        beans("askForReturnDelegate");
        afterSale.goodsToComeBack = true;
        ProcessInstance process = begin("RETURN_AND_REFUND", 8_702, 0);
        afterSale.approved = true;
        tell(process, "Msg_RequestDecided");
        assertThat(process).isWaitingAt("CallActivity_ReturnGoods");
        assertThat(jobs()).hasSize(1);

        tell(process, "Msg_DisputeRaised");

        assertThat(process).isWaitingAt("UserTask_RuleOnDispute");
        assertThat(jobs()).isEmpty();
    }

    private void approved() {
        afterSale.approved = true;
        afterSale.moneyDue = true;
    }

    private ProcessInstance begin() {
        return begin("REFUND_ONLY", 8_702, 0);
    }

    private ProcessInstance begin(String type, long amountFen, long completedOrders) {
        return start(
                "AfterSalesProcess",
                Map.of(
                        "orderNo", ORDER_NO,
                        "afterSalesNo", "S1",
                        "afterSaleType", type,
                        "amountFen", amountFen,
                        "unitsAsked", true,
                        "completedOrders", completedOrders));
    }
}
