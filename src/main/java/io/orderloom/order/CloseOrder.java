package io.orderloom.order;

import io.orderloom.outbox.Outbox;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;

/** Closes paid orders whose money went back before they were completed. */
@Service
public class CloseOrder {

    private final OrderRepository orders;
    private final OrderRefundRows refunds;
    private final Outbox outbox;

    CloseOrder(OrderRepository orders, OrderRefundRows refunds, Outbox outbox) {
        this.orders = orders;
        this.refunds = refunds;
        this.outbox = outbox;
    }

    /**
     * Whether nothing is left of the order, its row locked until the running transaction ends: models decide on
     * it, and the decision must still be true when they commit.
     */
    public boolean isRefunded(OrderNo orderNo) {
        orders.requireLock(orderNo);
        return refunds.nothingLeft(orderNo);
    }

    /** "Close order". Repeating it changes nothing. */
    public void close(OrderNo orderNo) {
        orders.requireLock(orderNo);
        if (orders.move(
                orderNo,
                OrderStatus.CLOSED,
                OrderStatus.PAID,
                OrderStatus.PARTLY_SHIPPED,
                OrderStatus.SHIPPED,
                OrderStatus.DELIVERED)) {
            outbox.append(new OrderClosed(orderNo.value()), "system");
        }
    }
}
