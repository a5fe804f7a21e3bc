package io.orderloom.order;

import io.orderloom.engine.FactRecorder;
import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.fulfilment.Fulfilment;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the processes of wholly refunded orders that nothing is left of them. A refund may be booked by a step
 * of the engine, and messages told inside of one do not see the waits that the one before has led to; so it is
 * done right after, in a transaction of its own.
 */
@Component
class EndRefundedOrders implements DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(EndRefundedOrders.class);
    private static final int BATCH = 50;

    private final OrderRepository orders;
    private final OrderRefundRows rows;
    private final Fulfilment fulfilment;
    private final ProcessSignals signals;
    private final FactRecorder facts;
    private final BusinessClock clock;

    EndRefundedOrders(
            OrderRepository orders,
            OrderRefundRows rows,
            Fulfilment fulfilment,
            ProcessSignals signals,
            FactRecorder facts,
            BusinessClock clock) {
        this.orders = orders;
        this.rows = rows;
        this.fulfilment = fulfilment;
        this.signals = signals;
        this.facts = facts;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> nextDue() {
        return rows.nextRefunded();
    }

    @Override
    public int runDue() {
        List<OrderNo> due = rows.refundedOrders(clock.now(), BATCH);
        return (int) due.stream().filter(this::end).count();
    }

    private boolean end(OrderNo orderNo) {
        try {
            return facts.record(() -> {
                Order order = orders.lock(orderNo).orElseThrow(NotFound::new);
                if (!rows.forgetRefunded(orderNo)) {
                    return false;
                }
                if (order.stoppedByReview() && !fulfilment.hasBegun(orderNo)) {
                    signals.tell(
                            new ProcessSignal(orderNo, OrderMessages.EVERYTHING_REFUNDED, order.processInstanceId()));
                } else {
                    fulfilment.nothingLeft(orderNo);
                }
                return true;
            });
        } catch (RuntimeException e) {
            LOG.warn("Order {} is refunded and could not be ended yet; it is tried again", orderNo, e);
            return false;
        }
    }
}
