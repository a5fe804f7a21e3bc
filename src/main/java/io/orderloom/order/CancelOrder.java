package io.orderloom.order;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.AlreadyPaid;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Cancels unpaid orders: first the order is made unpayable, then its open payments are closed for
 * certain, and only then it is over.
 */
@Service
public class CancelOrder {

    private final OrderRepository orders;
    private final ProcessSignals signals;
    private final Outbox outbox;
    private final Timeline timeline;
    private final BusinessClock clock;

    CancelOrder(OrderRepository orders, ProcessSignals signals, Outbox outbox, Timeline timeline, BusinessClock clock) {
        this.orders = orders;
        this.signals = signals;
        this.outbox = outbox;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Takes the wish to cancel, in the running transaction. Repeating it changes nothing.
     *
     * @param shopper whose order it must be; null when staff asks
     * @param by who asks, as in {@link Outbox#append}
     * @return the order as it stands now: CANCELLED, or on hold with {@code CLOSING}
     * @throws NotFound when the order is absent or somebody else's
     * @throws AlreadyPaid when the money is in
     */
    public Order request(OrderNo orderNo, @Nullable ShopperId shopper, String by) {
        Order order = orders.lock(orderNo)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
        if (order.status().wasPaid()) {
            throw new AlreadyPaid();
        }
        if (order.status() == OrderStatus.PENDING_PAYMENT && order.payable()) {
            orders.unpayable(orderNo, shopper == null ? CancelReason.STAFF : CancelReason.SHOPPER, clock.now());
            timeline.note(orderNo, "order.closing", by);
            signals.tell(new ProcessSignal(orderNo, OrderMessages.CANCELLATION_REQUESTED, order.processInstanceId()));
        }
        return orders.find(orderNo).orElseThrow();
    }

    /** "Make order unpayable": from here on no payment can be opened. */
    public void makeUnpayable(OrderNo orderNo) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        if (order.payable() && orders.unpayable(orderNo, CancelReason.TIMEOUT, clock.now())) {
            timeline.note(orderNo, "order.closing", "system");
        }
    }

    /** "Cancel order": the last step, when every payment is closed for certain. */
    public void finish(OrderNo orderNo) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        if (orders.cancelled(orderNo)) {
            CancelReason reason = order.cancelReason() == null ? CancelReason.TIMEOUT : order.cancelReason();
            outbox.append(
                    new OrderCancelled(orderNo.value(), reason.name()),
                    reason == CancelReason.SHOPPER ? "shopper" : "system");
        }
    }
}
