package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.complete;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.junit.jupiter.api.Test;

class OrderPlacementProcessTest extends ModelTest {

    private static final Duration PAYMENT_WINDOW = Duration.ofMinutes(30);

    private final List<String> open = new ArrayList<>(List.of("P1", "P2"));
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> businessKeys = new ArrayList<>();
    private boolean paid;
    private boolean paidBack;
    private boolean suspicious;
    private boolean refused;

    @Override
    void prepare() {
        deploy("order-placement.bpmn");
        deployStub("PaymentTimeoutProcess", "closing");
        deployStub("FulfilmentProcess", "fulfilling");
        beans(
                "reserveStockDelegate",
                "lockCouponDelegate",
                "makeOrderUnpayableDelegate",
                "releaseStockDelegate",
                "returnCouponDelegate",
                "cancelOrderDelegate",
                "recordReviewDelegate",
                "refundEverythingDelegate",
                "closeOrderDelegate",
                "completeOrderDelegate");
        bean("closing", execution -> {
            closed.add(execution.getVariable("orderNo") + "/" + execution.getVariable("paymentNo"));
            businessKeys.add(execution.getProcessBusinessKey());
        });
        bean("fulfilling", execution -> businessKeys.add(execution.getProcessBusinessKey()));
        Mocks.register("openPayments", new OpenPayments(open));
        Mocks.register("orderReview", new OrderReview(() -> suspicious, () -> refused));
        Mocks.register("orderStatus", new OrderStatus(() -> paid, () -> paidBack));
    }

    @Test
    void aPaidOrderIsFulfilledAndCompleted() {
        ProcessInstance order = place();
        assertThat(order).isWaitingAt("EventGateway_AwaitPayment");

        tell(order, "Msg_PaymentSucceeded");

        assertThat(order)
                .hasPassedInOrder(
                        "Task_ReserveStock",
                        "Task_LockCoupon",
                        "CatchEvent_PaymentSucceeded",
                        "CallActivity_FulfilOrder",
                        "Task_CompleteOrder",
                        "EndEvent_OrderCompleted")
                .hasNotPassed("Task_MakeOrderUnpayable")
                .isEnded();
        assertThat(businessKeys).containsExactly(ORDER_NO);
    }

    @Test
    void aPaidOrderWhoseMoneyWentBackIsClosedAndNotCompleted() {
        paidBack = true;
        ProcessInstance order = place();

        tell(order, "Msg_PaymentSucceeded");

        assertThat(order)
                .hasPassedInOrder("CallActivity_FulfilOrder", "Task_CloseOrder", "EndEvent_OrderClosed")
                .hasNotPassed("Task_CompleteOrder")
                .isEnded();
    }

    @Test
    void anOrderThatCostsNothingIsFulfilledAtOnce() {
        ProcessInstance order = place(false);

        assertThat(order)
                .hasPassed("CallActivity_FulfilOrder", "EndEvent_OrderCompleted")
                .hasNotPassed("EventGateway_AwaitPayment")
                .isEnded();
    }

    @Test
    void withoutStockTheOrderDoesNotComeAbout() {
        refusing("reserveStockDelegate", "Err_OutOfStock");

        ProcessInstance order = place();

        assertThat(order)
                .hasPassed("BoundaryEvent_OutOfStock", "EndEvent_OrderNotAccepted")
                .isEnded();
        assertThat(done).containsExactly("reserveStockDelegate");
    }

    @Test
    void withACouponThatCannotBeUsedTheOrderDoesNotComeAbout() {
        refusing("lockCouponDelegate", "Err_CouponNotUsable");

        ProcessInstance order = place();

        assertThat(order)
                .hasPassed("BoundaryEvent_CouponNotUsable", "EndEvent_OrderNotAccepted")
                .isEnded();
        assertThat(done).containsExactly("reserveStockDelegate", "lockCouponDelegate");
    }

    @Test
    void theWindowEndsAtPayBeforeAndNotEarlier() {
        ProcessInstance order = place();

        advance(PAYMENT_WINDOW.minusSeconds(1));
        assertThat(order).isWaitingAt("EventGateway_AwaitPayment");

        advance(Duration.ofSeconds(1));
        assertThat(order)
                .hasPassed("CatchEvent_PaymentWindowElapsed", "EndEvent_OrderCancelled")
                .isEnded();
    }

    @Test
    void anUnpaidOrderGivesStockAndCouponBackOnlyAfterEveryPaymentIsClosed() {
        place();

        advance(PAYMENT_WINDOW);

        assertThat(closed).containsExactlyInAnyOrder("O1/P1", "O1/P2");
        assertThat(businessKeys).containsOnly(ORDER_NO);
        assertThat(done)
                .containsExactly(
                        "reserveStockDelegate",
                        "lockCouponDelegate",
                        "makeOrderUnpayableDelegate",
                        "closing",
                        "closing",
                        "releaseStockDelegate",
                        "returnCouponDelegate",
                        "cancelOrderDelegate");
    }

    @Test
    void anOrderForWhichNoPaymentWasOpenedIsCancelledAllTheSame() {
        open.clear();
        ProcessInstance order = place();

        advance(PAYMENT_WINDOW);

        assertThat(order).hasPassed("EndEvent_OrderCancelled").isEnded();
        assertThat(closed).isEmpty();
    }

    @Test
    void aCancellationClosesThePaymentsLikeTheWindowDoes() {
        ProcessInstance order = place();

        tell(order, "Msg_CancellationRequested");

        assertThat(order)
                .hasPassedInOrder(
                        "CatchEvent_CancellationRequested",
                        "Task_MakeOrderUnpayable",
                        "CallActivity_CloseUnpaidPayments",
                        "Task_CancelOrder",
                        "EndEvent_OrderCancelled")
                .isEnded();
        assertThat(closed).hasSize(2);
    }

    @Test
    void anOrderThatGotPaidWhileClosingGoesOnAsPaid() {
        paid = true;
        ProcessInstance order = place();

        tell(order, "Msg_CancellationRequested");

        assertThat(order)
                .hasPassedInOrder("CallActivity_CloseUnpaidPayments", "CallActivity_FulfilOrder", "Task_CompleteOrder")
                .hasNotPassed("Task_ReleaseStock", "Task_ReturnCoupon", "Task_CancelOrder")
                .isEnded();
    }

    @Test
    void aSuspiciousOrderWaitsForOperatorsUntilItsDueTime() {
        ProcessInstance order = suspiciousAndPaid();

        assertThat(order).isWaitingAt("UserTask_ReviewSuspiciousOrder");
        Task review = task(order);
        assertThat(review).hasName("Review suspicious order").hasCandidateGroup("ops");
        assertThat(review.getDueDate()).isEqualTo(Date.from(now().plus(Duration.ofHours(4))));
        assertThat(done).doesNotContain("fulfilling");
    }

    @Test
    void aReleasedOrderIsFulfilled() {
        ProcessInstance order = suspiciousAndPaid();

        complete(task(order));

        assertThat(order)
                .hasPassedInOrder(
                        "UserTask_ReviewSuspiciousOrder",
                        "Task_RecordReview",
                        "CallActivity_FulfilOrder",
                        "EndEvent_OrderCompleted")
                .hasNotPassed("Task_RefundEverything")
                .isEnded();
    }

    @Test
    void aRefusedOrderIsPaidBackAndClosedWithoutFulfilment() {
        ProcessInstance order = suspiciousAndPaid();
        refused = true;

        complete(task(order));
        assertThat(order)
                .hasPassedInOrder("Task_RecordReview", "Task_RefundEverything")
                .isWaitingAt("CatchEvent_EverythingPaidBack");

        tell(order, "Msg_EverythingRefunded");
        assertThat(order)
                .hasPassedInOrder("Task_CloseOrder", "EndEvent_OrderClosed")
                .hasNotPassed("CallActivity_FulfilOrder", "Task_CompleteOrder")
                .isEnded();
    }

    @Test
    void aReleaseThatCameByACallEndsTheTaskWithoutRecordingItAgain() {
        ProcessInstance order = suspiciousAndPaid();

        tell(order, "Msg_ReviewDecided");

        assertThat(order)
                .hasPassedInOrder("BoundaryEvent_DecidedElsewhere", "CallActivity_FulfilOrder")
                .hasNotPassed("Task_RecordReview")
                .isEnded();
    }

    @Test
    void aRefusalThatCameByACallPaysEverythingBack() {
        ProcessInstance order = suspiciousAndPaid();
        refused = true;

        tell(order, "Msg_ReviewDecided");

        assertThat(order)
                .hasPassedInOrder("BoundaryEvent_DecidedElsewhere", "Task_RefundEverything")
                .isWaitingAt("CatchEvent_EverythingPaidBack");
    }

    @Test
    void anOrderThatWasPaidBackDuringItsReviewIsClosed() {
        ProcessInstance order = suspiciousAndPaid();

        tell(order, "Msg_EverythingRefunded");

        assertThat(order)
                .hasPassedInOrder("BoundaryEvent_RefundedMeanwhile", "Task_CloseOrder", "EndEvent_OrderClosed")
                .hasNotPassed("Task_RefundEverything", "CallActivity_FulfilOrder")
                .isEnded();
    }

    @Test
    void aSuspiciousOrderThatCostsNothingOrIsPaidWhileClosingIsReviewedToo() {
        suspicious = true;
        paid = true;
        ProcessInstance free = place(false);
        assertThat(free).isWaitingAt("UserTask_ReviewSuspiciousOrder");

        ProcessInstance late = place();
        tell(late, "Msg_CancellationRequested");
        assertThat(late).isWaitingAt("UserTask_ReviewSuspiciousOrder");
    }

    private ProcessInstance suspiciousAndPaid() {
        suspicious = true;
        ProcessInstance order = place();
        tell(order, "Msg_PaymentSucceeded");
        return order;
    }

    private ProcessInstance place() {
        return place(true);
    }

    private ProcessInstance place(boolean paymentNeeded) {
        return start(
                "OrderPlacementProcess",
                Map.of(
                        "orderNo", ORDER_NO,
                        "payBefore", Date.from(now().plus(PAYMENT_WINDOW)),
                        "paymentNeeded", paymentNeeded));
    }

    /** Stands in for the payments of the order that are still open. */
    public record OpenPayments(List<String> paymentNos) {
        public List<String> of(String orderNo) {
            assertThat(orderNo).isEqualTo(ORDER_NO);
            return List.copyOf(paymentNos);
        }
    }

    /** Stands in for what the risk rules and the reviewer said of the order. */
    public record OrderReview(java.util.function.BooleanSupplier suspicious, java.util.function.BooleanSupplier no) {
        public boolean needed(String orderNo) {
            assertThat(orderNo).isEqualTo(ORDER_NO);
            return suspicious.getAsBoolean();
        }

        public boolean refused(String orderNo) {
            assertThat(orderNo).isEqualTo(ORDER_NO);
            return no.getAsBoolean();
        }
    }

    /** Stands in for what our books say about the order. */
    public record OrderStatus(java.util.function.BooleanSupplier books, java.util.function.BooleanSupplier paidBack) {
        public boolean refunded(String orderNo) {
            assertThat(orderNo).isEqualTo(ORDER_NO);
            return paidBack.getAsBoolean();
        }

        public boolean paid(String orderNo) {
            assertThat(orderNo).isEqualTo(ORDER_NO);
            return books.getAsBoolean();
        }
    }
}
