package io.orderloom.fulfilment;

import io.orderloom.engine.WaitingTimes;
import io.orderloom.fulfilment.Carriers.Parcel;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.Outcome;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Keeps an eye on a parcel: asks to be told of it, and asks by itself when nobody tells. */
@Service
public class FollowParcel {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final Carriers carriers;
    private final RecordTracking recordTracking;
    private final Timeline timeline;
    private final OrderLock orderLock;
    private final WaitingTimes waitingTimes;
    private final BusinessClock clock;
    private final DecisionLog decisions;

    FollowParcel(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Carriers carriers,
            RecordTracking recordTracking,
            Timeline timeline,
            OrderLock orderLock,
            WaitingTimes waitingTimes,
            BusinessClock clock,
            DecisionLog decisions) {
        this.orders = orders;
        this.shipments = shipments;
        this.carriers = carriers;
        this.recordTracking = recordTracking;
        this.timeline = timeline;
        this.orderLock = orderLock;
        this.waitingTimes = waitingTimes;
        this.clock = clock;
        this.decisions = decisions;
    }

    /** "Subscribe to tracking". @return whether the carrier agreed; false means: again later */
    public boolean subscribe(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        boolean subscribed = carriers.subscribe(parcel(shipment)) instanceof Outcome.Succeeded;
        // The parcel's other branch may be moving on at this moment; both end in the same rows of the engine.
        orderLock.lock(shipment.orderNo());
        if (subscribed) {
            timeline.note(shipment.orderNo(), "tracking.subscribed", "system", shipment.carrier());
        }
        return subscribed;
    }

    /** "Ask carrier": also looks whether the parcel has given no sign of life for too long. */
    public ParcelProgress ask(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        if (shipment.status() == ShipmentStatus.SIGNED) {
            return ParcelProgress.SIGNED;
        }
        if (carriers.query(parcel(shipment)) instanceof Outcome.Succeeded<Track> answered
                && recordTracking.asked(shipment, answered.value())) {
            return ParcelProgress.SIGNED;
        }
        boolean silent = shipments
                .lastSignOfLife(shipmentNo)
                .plus(waitingTimes.of("PARCEL_NO_MOVEMENT"))
                .isBefore(clock.now());
        return silent || shipments.find(shipmentNo).orElseThrow().status().inTrouble()
                ? ParcelProgress.IN_TROUBLE
                : ParcelProgress.ON_ITS_WAY;
    }

    /**
     * "Record parcel decision".
     *
     * @param by who decided, as in {@link io.orderloom.outbox.Outbox#append}
     */
    public void decide(String shipmentNo, ParcelDecision decision, String by) {
        recordTracking.decided(shipments.find(shipmentNo).orElseThrow(NotFound::new), decision, by);
        decisions.add(by, "PARCEL_" + decision, shipmentNo, null);
    }

    private Parcel parcel(Shipment shipment) {
        return new Parcel(
                shipment.carrier(),
                Objects.requireNonNull(shipment.trackingNo()),
                orders.receiverPhone(shipment.orderNo()));
    }
}
