package io.orderloom.operations;

import io.orderloom.access.AuditTrail;
import io.orderloom.engine.FactRecorder;
import io.orderloom.engine.KeptSignals;
import io.orderloom.engine.PlannedStarts;
import io.orderloom.engine.Transactions;
import io.orderloom.operations.FailedSteps.FailedStep;
import io.orderloom.operations.StuckOrder.Action;
import io.orderloom.operations.StuckOrder.Kind;
import io.orderloom.order.CancelOrder;
import io.orderloom.order.Order;
import io.orderloom.order.OrderStatus;
import io.orderloom.order.Orders;
import io.orderloom.order.ReleaseHold;
import io.orderloom.payment.AskAboutRefund;
import io.orderloom.payment.AskGateway;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.payment.Refund;
import io.orderloom.payment.RefundStatus;
import io.orderloom.payment.Refunds;
import io.orderloom.shared.OrderNo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The operator's buttons: each may be pressed twice, and each says first what it would do. */
@Service
public class RepairOrders {

    private final Orders orders;
    private final Payments payments;
    private final Refunds refunds;
    private final AskGateway askGateway;
    private final AskAboutRefund askAboutRefund;
    private final CancelOrder cancelOrder;
    private final ReleaseHold releaseHold;
    private final KeptSignals keptSignals;
    private final PlannedStarts plannedStarts;
    private final FailedSteps failedSteps;
    private final StuckOrders stuckOrders;
    private final AuditTrail auditTrail;
    private final FactRecorder facts;
    private final Transactions transactions;

    RepairOrders(
            Orders orders,
            Payments payments,
            Refunds refunds,
            AskGateway askGateway,
            AskAboutRefund askAboutRefund,
            CancelOrder cancelOrder,
            ReleaseHold releaseHold,
            KeptSignals keptSignals,
            PlannedStarts plannedStarts,
            FailedSteps failedSteps,
            StuckOrders stuckOrders,
            AuditTrail auditTrail,
            FactRecorder facts,
            Transactions transactions) {
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
        this.askGateway = askGateway;
        this.askAboutRefund = askAboutRefund;
        this.cancelOrder = cancelOrder;
        this.releaseHold = releaseHold;
        this.keptSignals = keptSignals;
        this.plannedStarts = plannedStarts;
        this.failedSteps = failedSteps;
        this.stuckOrders = stuckOrders;
        this.auditTrail = auditTrail;
        this.facts = facts;
        this.transactions = transactions;
    }

    /**
     * Does one thing for one order.
     *
     * @param note why, for the audit trail
     * @param dryRun only says what would be done
     * @return what was done, or would be, in sentences
     * @throws io.orderloom.shared.NotFound when there is no such order
     */
    public List<String> act(OrderNo orderNo, Action action, String note, boolean dryRun, String actor) {
        Order order = orders.find(orderNo, null);
        List<String> effects =
                switch (action) {
                    case RETRY -> retry(order, dryRun, actor);
                    case SYNC_PAYMENT -> sync(orderNo, dryRun);
                    case CANCEL -> cancel(order, dryRun, actor);
                };
        if (!dryRun) {
            transactions.run(() -> auditTrail.add(actor, "STUCK_ORDER_" + action, orderNo.value(), note));
        }
        return effects;
    }

    /**
     * Brings on every stuck order of a kind.
     *
     * @param activityId only those that stand there, null for all
     * @return the numbers of the orders that were, or would be, brought on
     */
    public Set<String> retryAll(Kind kind, @Nullable String activityId, boolean dryRun, String actor) {
        Set<String> numbers = new LinkedHashSet<>();
        for (StuckOrder stuck : stuckOrders.list(kind, Duration.ZERO)) {
            if (stuck.orderNo() != null && (activityId == null || activityId.equals(stuck.activityId()))) {
                numbers.add(stuck.orderNo());
            }
        }
        if (!dryRun) {
            Map<String, List<FailedStep>> steps = failedSteps.all().stream()
                    .filter(step -> step.businessKey() != null)
                    .collect(Collectors.groupingBy(step -> Objects.requireNonNull(step.businessKey())));
            for (String number : numbers) {
                OrderNo orderNo = new OrderNo(number);
                if (kind == Kind.UNKNOWN_OUTCOME) {
                    sync(orderNo, false);
                } else {
                    runAgain(orderNo, steps.getOrDefault(number, List.of()));
                }
            }
            transactions.run(() -> auditTrail.add(actor, "BULK_RETRY_" + kind, numbers.size() + " orders", activityId));
        }
        return numbers;
    }

    private List<String> retry(Order order, boolean dryRun, String actor) {
        OrderNo orderNo = order.orderNo();
        List<String> effects = new ArrayList<>();
        plannedStarts.failed().stream()
                .filter(failed -> failed.plan().orderNo().equals(orderNo))
                .forEach(failed -> effects.add("Begin " + failed.plan().processKey()));
        keptSignals.of(orderNo).forEach(kept -> effects.add("Tell the process " + kept.message()));
        List<FailedStep> steps = failedSteps.of(orderNo);
        steps.forEach(step -> effects.add("Run " + step.at().activityId() + " again"));
        if (!dryRun) {
            runAgain(orderNo, steps);
        }
        String hold = order.hold();
        if (hold != null && !"CLOSING".equals(hold)) {
            effects.add("Release the hold " + hold);
            if (!dryRun) {
                transactions.run(() -> releaseHold.release(orderNo, hold, actor));
            }
        }
        return effects;
    }

    private void runAgain(OrderNo orderNo, List<FailedStep> steps) {
        plannedStarts.retryNow(orderNo);
        keptSignals.retryNow(orderNo);
        steps.forEach(failedSteps::retry);
    }

    private List<String> sync(OrderNo orderNo, boolean dryRun) {
        List<String> effects = new ArrayList<>();
        for (Payment payment : payments.of(orderNo)) {
            if (payment.status().isOpen()) {
                String asked = "Ask " + payment.channel() + " about " + payment.paymentNo();
                effects.add(dryRun ? asked : asked + ": " + askGateway.ask(payment.paymentNo()));
            }
        }
        for (Refund refund : refunds.of(orderNo)) {
            if (refund.status() != RefundStatus.SUCCEEDED) {
                String asked = "Ask about refund " + refund.refundNo();
                effects.add(dryRun ? asked : asked + ": " + askAboutRefund.askNow(refund.refundNo()));
            }
        }
        return effects;
    }

    private List<String> cancel(Order order, boolean dryRun, String actor) {
        if (order.status() != OrderStatus.PENDING_PAYMENT) {
            return List.of();
        }
        if (!dryRun) {
            facts.record(() -> cancelOrder.request(order.orderNo(), null, actor));
        }
        return List.of("Cancel the unpaid order");
    }
}
