package io.orderloom.order;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Decides on orders that the risk rules found suspicious. The first decision stays, whether it came by a task or by a
 * call: both take the order's lock before they look.
 */
@Service
public class ReviewOrder {

    private final OrderRepository orders;
    private final ProcessSignals signals;
    private final DecisionLog decisions;
    private final Timeline timeline;

    ReviewOrder(OrderRepository orders, ProcessSignals signals, DecisionLog decisions, Timeline timeline) {
        this.orders = orders;
        this.signals = signals;
        this.decisions = decisions;
        this.timeline = timeline;
    }

    /**
     * Decides and tells the process, in the running transaction. Repeating the decision changes nothing.
     *
     * @param note why, for the audit trail
     * @throws NotFound when there is no such order
     * @throws OrderWithoutMoney while it is not paid: until then there is nothing to release and nothing to pay back
     * @throws ReviewNotAwaited when it needs no review, or is over
     * @throws ReviewDecided when it was decided the other way
     */
    public Review decide(OrderNo orderNo, boolean release, @Nullable String note, String by) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        Review wanted = release ? Review.RELEASED : Review.REFUSED;
        if (order.review() == null) {
            throw new ReviewNotAwaited();
        }
        if (order.review() == wanted) {
            return wanted;
        }
        if (order.review() != Review.AWAITED) {
            throw new ReviewDecided();
        }
        if (!order.status().wasPaid()) {
            throw new OrderWithoutMoney();
        }
        if (!order.status().isShippable() || !settle(orderNo, wanted, note, by)) {
            throw new ReviewNotAwaited();
        }
        ProcessSignal told = new ProcessSignal(orderNo, OrderMessages.REVIEW_DECIDED, order.processInstanceId());
        if (release) {
            // A process that is not there yet will ask whether a review is needed, and go on.
            signals.tellWhoWaits(told);
        } else {
            signals.tell(told);
        }
        return wanted;
    }

    /** "Record review": what the person decided in the task, unless it was decided elsewhere in that moment. */
    public void record(OrderNo orderNo, boolean release, String by) {
        orders.requireLock(orderNo);
        settle(orderNo, release ? Review.RELEASED : Review.REFUSED, null, by);
    }

    /** Whether a person has to look before the order goes on, its row locked until the running transaction ends. */
    public boolean isNeeded(OrderNo orderNo) {
        Review review = orders.lockReview(orderNo);
        return review == Review.AWAITED || review == Review.REFUSED;
    }

    /** Whether a person refused the order, its row locked until the running transaction ends. */
    public boolean isRefused(OrderNo orderNo) {
        return orders.lockReview(orderNo) == Review.REFUSED;
    }

    private boolean settle(OrderNo orderNo, Review decision, @Nullable String note, String by) {
        if (!orders.reviewed(orderNo, decision)) {
            return false;
        }
        timeline.note(orderNo, decision == Review.RELEASED ? "order.released" : "order.review-refused", by);
        decisions.add(by, "REVIEW_" + decision, orderNo.value(), Objects.requireNonNullElse(note, ""));
        return true;
    }
}
