package io.orderloom.order;

import io.orderloom.engine.DecisionTables;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.pricing.ReturnCoupons;
import io.orderloom.shared.OrderNo;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Closes paid orders whose money went back before they were completed. */
@Service
public class CloseOrder {

    private final OrderRepository orders;
    private final OrderRefundRows refunds;
    private final DecisionTables tables;
    private final ReturnCoupons returnCoupons;
    private final Outbox outbox;
    private final Timeline timeline;

    CloseOrder(
            OrderRepository orders,
            OrderRefundRows refunds,
            DecisionTables tables,
            ReturnCoupons returnCoupons,
            Outbox outbox,
            Timeline timeline) {
        this.orders = orders;
        this.refunds = refunds;
        this.tables = tables;
        this.returnCoupons = returnCoupons;
        this.outbox = outbox;
        this.timeline = timeline;
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
            settleCoupons(orderNo);
            outbox.append(new OrderClosed(orderNo.value()), "system");
        }
    }

    /** Whether the coupons of an order come back with its money is the analysts' rule. */
    private void settleCoupons(OrderNo orderNo) {
        if (orders.couponIds(orderNo).isEmpty()) {
            return;
        }
        boolean shipped = !refunds.account(orderNo).nothingShipped();
        boolean back = tables.ask("CouponAfterRefund", Map.of("anythingShipped", shipped)).hits().stream()
                .anyMatch(hit -> "RETURN".equals(hit.get("verdict")));
        if (back && returnCoupons.giveBackUsed(orderNo) > 0) {
            timeline.note(orderNo, "coupon.returned", "system");
        }
    }
}
