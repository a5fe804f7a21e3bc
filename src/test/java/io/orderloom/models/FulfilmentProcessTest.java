package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import java.time.Duration;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class FulfilmentProcessTest extends ModelTest {

    @Override
    void prepare() {
        deploy("fulfilment.bpmn");
        beans("handOverToWarehouseDelegate", "recordReceiptDelegate");
        Mocks.register("orderStatus", status);
    }

    private final Status status = new Status();

    /** The order as its table would have it. */
    public static final class Status {
        boolean open;

        public boolean afterSaleOpen(String orderNo) {
            return open;
        }
    }

    @Test
    void nothingIsReceivedByItselfWhileAnAfterSaleIsOpenAndEverythingAfterIt() {
        ProcessInstance fulfilment = elapsedWithAnAfterSaleOpen();
        // One is closed, another one is still open.
        tell(fulfilment, "Msg_AfterSaleClosed");
        assertThat(fulfilment).isWaitingAt("EventGateway_AwaitEndOfAfterSale");

        status.open = false;
        tell(fulfilment, "Msg_AfterSaleClosed");

        assertThat(fulfilment)
                .hasPassed("CatchEvent_AfterSaleClosed", "Task_RecordReceipt", "EndEvent_OrderReceived")
                .isEnded();
    }

    @Test
    void anOrderThatIsWhollyPaidBackMeanwhileWaitsNoLonger() {
        ProcessInstance fulfilment = elapsedWithAnAfterSaleOpen();

        tell(fulfilment, "Msg_ReceiptConfirmed");

        assertThat(fulfilment)
                .hasPassed("CatchEvent_ConfirmedMeanwhile", "Task_RecordReceipt")
                .isEnded();
    }

    private ProcessInstance elapsedWithAnAfterSaleOpen() {
        status.open = true;
        ProcessInstance fulfilment = fulfil();
        tell(fulfilment, "Msg_AllShipped");
        tell(fulfilment, "Msg_AllDelivered");
        advance(Duration.ofDays(10));
        assertThat(fulfilment).isWaitingAt("EventGateway_AwaitEndOfAfterSale");
        assertThat(jobs()).isEmpty();
        return fulfilment;
    }

    @Test
    void aPaidOrderIsShippedDeliveredAndReceived() {
        ProcessInstance fulfilment = fulfil();
        assertThat(fulfilment).isWaitingAt("CatchEvent_AllShipped");

        tell(fulfilment, "Msg_AllShipped");
        assertThat(fulfilment).isWaitingAt("EventGateway_AwaitDelivery");
        tell(fulfilment, "Msg_AllDelivered");
        assertThat(fulfilment).isWaitingAt("EventGateway_AwaitReceipt");
        tell(fulfilment, "Msg_ReceiptConfirmed");

        assertThat(fulfilment)
                .hasPassedInOrder(
                        "Task_HandOverToWarehouse",
                        "CatchEvent_AllShipped",
                        "CatchEvent_AllDelivered",
                        "CatchEvent_ReceiptConfirmed",
                        "Task_RecordReceipt",
                        "EndEvent_OrderReceived")
                .isEnded();
    }

    @Test
    void tenDaysAfterTheSignOffTheOrderCountsAsReceived() {
        ProcessInstance fulfilment = fulfil();
        tell(fulfilment, "Msg_AllShipped");
        tell(fulfilment, "Msg_AllDelivered");

        advance(Duration.ofDays(10).minusSeconds(1));
        assertThat(fulfilment).isWaitingAt("EventGateway_AwaitReceipt");
        advance(Duration.ofSeconds(1));

        assertThat(fulfilment)
                .hasPassedInOrder("CatchEvent_ReceiptPeriodElapsed", "Task_RecordReceipt", "EndEvent_OrderReceived")
                .hasNotPassed("CatchEvent_ReceiptConfirmed")
                .isEnded();
    }

    @Test
    void aShopperMayConfirmTheReceiptBeforeTheCarrierSignsOff() {
        ProcessInstance fulfilment = fulfil();
        tell(fulfilment, "Msg_AllShipped");

        tell(fulfilment, "Msg_ReceiptConfirmed");

        assertThat(fulfilment)
                .hasPassedInOrder("CatchEvent_ReceivedEarly", "Task_RecordReceipt")
                .hasNotPassed("CatchEvent_AllDelivered")
                .isEnded();
        assertThat(done).containsExactly("handOverToWarehouseDelegate", "recordReceiptDelegate");
    }

    @Test
    void noClockRunsBeforeTheSignOff() {
        ProcessInstance fulfilment = fulfil();
        assertThat(jobs()).isEmpty();

        tell(fulfilment, "Msg_AllShipped");
        assertThat(jobs()).isEmpty();
    }

    private ProcessInstance fulfil() {
        return start("FulfilmentProcess", Map.of("orderNo", ORDER_NO));
    }
}
