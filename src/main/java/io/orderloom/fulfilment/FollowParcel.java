package io.orderloom.fulfilment;

import io.orderloom.fulfilment.Carriers.Parcel;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.outbox.Timeline;
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

    FollowParcel(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Carriers carriers,
            RecordTracking recordTracking,
            Timeline timeline,
            OrderLock orderLock) {
        this.orders = orders;
        this.shipments = shipments;
        this.carriers = carriers;
        this.recordTracking = recordTracking;
        this.timeline = timeline;
        this.orderLock = orderLock;
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

    /** "Ask carrier". @return whether the parcel was signed for */
    public boolean ask(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        if (shipment.status() == ShipmentStatus.SIGNED) {
            return true;
        }
        return carriers.query(parcel(shipment)) instanceof Outcome.Succeeded<Track> answered
                && recordTracking.asked(shipment, answered.value());
    }

    private Parcel parcel(Shipment shipment) {
        return new Parcel(
                shipment.carrier(),
                Objects.requireNonNull(shipment.trackingNo()),
                orders.receiverPhone(shipment.orderNo()));
    }
}
