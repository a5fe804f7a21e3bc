package io.orderloom.fulfilment;

import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;

/** The paid order's way to the shopper, as the fulfilment process walks it. */
@Service
public class Fulfilment {

    private final ShipmentRepository shipments;
    private final ProcessSignals signals;
    private final Timeline timeline;
    private final BusinessClock clock;

    Fulfilment(ShipmentRepository shipments, ProcessSignals signals, Timeline timeline, BusinessClock clock) {
        this.shipments = shipments;
        this.signals = signals;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** "Hand over to warehouse": from now on this process instance is told of parcels and receipt. */
    public void handOver(OrderNo orderNo, String processInstanceId) {
        shipments.handOver(orderNo, processInstanceId, clock.now());
        timeline.note(orderNo, "fulfilment.started", "system");
    }

    /** Tells the process that the shopper has the goods, in the running transaction under the order's lock. */
    public void receiptConfirmed(OrderNo orderNo) {
        tell(orderNo, FulfilmentMessages.RECEIPT_CONFIRMED);
    }

    void allShipped(OrderNo orderNo) {
        tell(orderNo, FulfilmentMessages.ALL_SHIPPED);
    }

    void allDelivered(OrderNo orderNo) {
        tell(orderNo, FulfilmentMessages.ALL_DELIVERED);
    }

    private void tell(OrderNo orderNo, String message) {
        signals.tell(new ProcessSignal(orderNo, message, shipments.fulfilmentInstance(orderNo)));
    }
}
