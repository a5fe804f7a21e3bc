package io.orderloom.fulfilment;

import io.orderloom.engine.JointSteps;
import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The paid order's way to the shopper, as the fulfilment process walks it. */
@Service
public class Fulfilment {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final ParcelProcesses parcels;
    private final ProcessSignals signals;
    private final JointSteps steps;
    private final Timeline timeline;
    private final BusinessClock clock;

    Fulfilment(
            ShippableOrders orders,
            ShipmentRepository shipments,
            ParcelProcesses parcels,
            ProcessSignals signals,
            JointSteps steps,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.shipments = shipments;
        this.parcels = parcels;
        this.signals = signals;
        this.steps = steps;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** "Hand over to warehouse": from now on this process instance is told of parcels and receipt. */
    public void handOver(OrderNo orderNo, String processInstanceId) {
        shipments.handOver(orderNo, processInstanceId, clock.now());
        timeline.note(orderNo, "fulfilment.started", "system");
    }

    /** Whether the paid order came to its fulfilment, which is told of everything from then on. */
    public boolean hasBegun(OrderNo orderNo) {
        return shipments.fulfilmentInstance(orderNo) != null;
    }

    /**
     * Tells the process that the shopper has the goods, in the running transaction under the order's lock.
     *
     * @param caller the process instance that goes on when this one ends
     */
    public void receiptConfirmed(OrderNo orderNo, @Nullable String caller) {
        ProcessSignal confirmed =
                new ProcessSignal(orderNo, FulfilmentMessages.RECEIPT_CONFIRMED, shipments.fulfilmentInstance(orderNo));
        steps.run(Arrays.asList(confirmed.processInstanceId(), caller), () -> signals.tell(confirmed));
    }

    /**
     * What is left of an order of which something has left is being paid back, in the running transaction under the
     * order's lock.
     */
    public void restPaidBack(OrderNo orderNo) {
        parcels.reportAsLast(orderNo);
        everythingShipped(orderNo, true);
    }

    /**
     * Nothing is left to ship, in the running transaction under the order's lock.
     *
     * @param perhapsDelivered false when a parcel is known to be on its way
     */
    void everythingShipped(OrderNo orderNo, boolean perhapsDelivered) {
        tell(orderNo, FulfilmentMessages.ALL_SHIPPED);
        if (perhapsDelivered) {
            perhapsAllDelivered(orderNo).ifPresent(signals::tell);
        }
    }

    /**
     * Nothing is left of the order, all of it was paid back: whatever the process still waits for will not come.
     * In the running transaction under the order's lock.
     */
    public void nothingLeft(OrderNo orderNo) {
        String instance = shipments.fulfilmentInstance(orderNo);
        for (String message : FulfilmentMessages.ALL) {
            ProcessSignal signal = new ProcessSignal(orderNo, message, instance);
            if (instance == null) {
                signals.tell(signal);
            } else {
                signals.tellWhoWaits(signal);
            }
        }
    }

    /**
     * No request about the order is open any more, in the running transaction under the order's lock. The process
     * asks for that itself before it waits, so nobody needs to be told later.
     */
    public void afterSalesClosed(OrderNo orderNo) {
        String instance = shipments.fulfilmentInstance(orderNo);
        if (instance != null) {
            signals.tellWhoWaits(new ProcessSignal(orderNo, FulfilmentMessages.AFTER_SALE_CLOSED, instance));
        }
    }

    /**
     * Delivers an order of which nothing is left to ship, when all its parcels arrived, as above.
     *
     * @return what its process is to be told
     */
    Optional<ProcessSignal> perhapsAllDelivered(OrderNo orderNo) {
        ShipmentRepository.Progress parcels = shipments.progress(orderNo);
        // Who has confirmed the receipt before the carrier's word waits for it no more.
        return parcels.allSettled() && orders.delivered(orderNo)
                ? Optional.of(
                        new ProcessSignal(orderNo, FulfilmentMessages.ALL_DELIVERED, parcels.fulfilmentInstance()))
                : Optional.empty();
    }

    private void tell(OrderNo orderNo, String message) {
        signals.tell(new ProcessSignal(orderNo, message, shipments.fulfilmentInstance(orderNo)));
    }
}
