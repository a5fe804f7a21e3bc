package io.orderloom.order;

import io.orderloom.outbox.Timeline;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;

/** Lets an order go on that waited for a person's decision. */
@Service
public class ReleaseHold {

    private final OrderRepository orders;
    private final Timeline timeline;

    ReleaseHold(OrderRepository orders, Timeline timeline) {
        this.orders = orders;
        this.timeline = timeline;
    }

    /**
     * Releases, in the running transaction.
     *
     * @param reason what it was held for; {@code CLOSING} is not a person's to release
     * @return whether it was held for this reason
     */
    public boolean release(OrderNo orderNo, String reason, String by) {
        orders.requireLock(orderNo);
        if ("CLOSING".equals(reason) || !orders.release(orderNo, reason)) {
            return false;
        }
        timeline.note(orderNo, "order.released", by, reason);
        return true;
    }
}
