package io.orderloom.order;

import io.orderloom.fulfilment.Fulfilment;
import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Service;

/** Records that the shopper has the goods, by the shopper's word or by the clock's, and completes the order. */
@Service
public class ReceiveOrder {

    private final OrderRepository orders;
    private final OrderRefundRows refunds;
    private final Fulfilment fulfilment;
    private final Outbox outbox;
    private final Timeline timeline;
    private final BusinessClock clock;

    ReceiveOrder(
            OrderRepository orders,
            OrderRefundRows refunds,
            Fulfilment fulfilment,
            Outbox outbox,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.refunds = refunds;
        this.fulfilment = fulfilment;
        this.outbox = outbox;
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * Takes the shopper's word, in the running transaction. Repeating it changes nothing.
     *
     * @throws NotFound when the order is absent or somebody else's
     * @throws OrderNotShipped when goods are still in the warehouse
     * @throws AfterSaleOpen while a request about the order is open
     */
    public Order confirm(OrderNo orderNo, ShopperId shopper) {
        Order order = orders.lock(orderNo)
                .filter(found -> found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
        if (order.status() == OrderStatus.SHIPPED || order.status() == OrderStatus.DELIVERED) {
            if (orders.received(orderNo, clock.now())) {
                timeline.note(orderNo, "order.received", "shopper");
                fulfilment.receiptConfirmed(orderNo, order.processInstanceId());
            } else if (refunds.anyAfterSaleOpen(orderNo)) {
                throw new AfterSaleOpen();
            }
        } else if (order.status() != OrderStatus.COMPLETED) {
            throw new OrderNotShipped();
        }
        return orders.find(orderNo).orElseThrow();
    }

    /** "Record receipt": nobody said so within the period, so the clock does. */
    public void record(OrderNo orderNo) {
        Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
        if (order.receivedAt() == null && !refunds.nothingLeft(orderNo) && orders.received(orderNo, clock.now())) {
            timeline.note(orderNo, "order.received", "system");
        }
    }

    /** "Complete order": the goods were received; what was received was delivered, whatever the carrier says. */
    public void complete(OrderNo orderNo) {
        orders.requireLock(orderNo);
        boolean completed = orders.move(orderNo, OrderStatus.COMPLETED, OrderStatus.DELIVERED);
        if (!completed && orders.move(orderNo, OrderStatus.DELIVERED, OrderStatus.SHIPPED)) {
            outbox.append(new OrderDelivered(orderNo.value()), "system");
            completed = orders.move(orderNo, OrderStatus.COMPLETED, OrderStatus.DELIVERED);
        }
        if (completed) {
            outbox.append(new OrderCompleted(orderNo.value()), "system");
        }
    }
}
