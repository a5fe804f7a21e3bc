package io.orderloom.fulfilment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import org.slf4j.MDC;
import org.springframework.stereotype.Service;

/** Takes in what carriers say of parcels; the last signature delivers the order. */
@Service
public class RecordTracking {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final Fulfilment fulfilment;
    private final ProcessSignals signals;
    private final FactRecorder facts;
    private final Timeline timeline;
    private final BusinessClock clock;

    RecordTracking(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Fulfilment fulfilment,
            ProcessSignals signals,
            FactRecorder facts,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.shipments = shipments;
        this.fulfilment = fulfilment;
        this.signals = signals;
        this.facts = facts;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Takes in a track that a carrier pushed. @return whether any parcel of ours has this number */
    public boolean pushed(Track track) {
        List<Shipment> parcels = shipments.byTrackingNo(track.trackingNo());
        for (Shipment parcel : parcels) {
            try (MDC.MDCCloseable order =
                    MDC.putCloseable("orderNo", parcel.orderNo().value())) {
                facts.record(() -> record(parcel, track, true));
            }
        }
        return !parcels.isEmpty();
    }

    /**
     * Takes in a track that the parcel's own process asked for, in the running transaction.
     *
     * @return whether the parcel was signed for
     */
    boolean asked(Shipment parcel, Track track) {
        return facts.record(() -> record(parcel, track, false));
    }

    private boolean record(Shipment parcel, Track track, boolean tellParcel) {
        OrderNo orderNo = parcel.orderNo();
        if (orders.lock(orderNo).isEmpty()) {
            throw new IllegalStateException("Parcel " + parcel.shipmentNo() + " has no order");
        }
        track.news().forEach(news -> shipments.addNews(parcel.shipmentNo(), news));
        if (track.state() != TrackingState.SIGNED) {
            shipments.move(parcel.shipmentNo(), status(track.state()), null);
            return false;
        }
        Instant signedAt = track.news().isEmpty()
                ? clock.now()
                : track.news().get(track.news().size() - 1).at();
        if (!shipments.move(parcel.shipmentNo(), ShipmentStatus.SIGNED, signedAt)) {
            return true;
        }
        timeline.note(orderNo, "parcel.signed", "carrier", parcel.carrier());
        if (tellParcel) {
            signals.tell(new ProcessSignal(orderNo, FulfilmentMessages.PARCEL_SIGNED, parcel.processInstanceId()));
        }
        boolean allShipped = orders.lock(orderNo).orElseThrow().allShipped();
        // Who has confirmed the receipt before the carrier's word waits for it no more.
        if (allShipped && shipments.allSigned(orderNo) && orders.delivered(orderNo)) {
            fulfilment.allDelivered(orderNo);
        }
        return true;
    }

    private static ShipmentStatus status(TrackingState state) {
        return switch (state) {
            case COLLECTED, IN_TRANSIT -> ShipmentStatus.IN_TRANSIT;
            case OUT_FOR_DELIVERY -> ShipmentStatus.OUT_FOR_DELIVERY;
            case PROBLEM -> ShipmentStatus.PROBLEM;
            case REFUSED, RETURNING -> ShipmentStatus.REFUSED;
            case RETURNED -> ShipmentStatus.RETURNED;
            case SIGNED -> ShipmentStatus.SIGNED;
        };
    }
}
