package io.orderloom.fulfilment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.engine.JointSteps;
import io.orderloom.engine.ProcessSignal;
import io.orderloom.engine.ProcessSignals;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Takes in what carriers say of parcels; the last signature delivers the order. */
@Service
public class RecordTracking {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final ObjectProvider<OtherParcels> otherParcels;
    private final Fulfilment fulfilment;
    private final ProcessSignals signals;
    private final JointSteps steps;
    private final FactRecorder facts;
    private final OrderLock orderLock;
    private final Timeline timeline;
    private final BusinessClock clock;

    RecordTracking(
            ShippableOrders orders,
            ShipmentRepository shipments,
            ObjectProvider<OtherParcels> otherParcels,
            Fulfilment fulfilment,
            ProcessSignals signals,
            JointSteps steps,
            FactRecorder facts,
            OrderLock orderLock,
            Timeline timeline,
            BusinessClock clock) {
        this.orders = orders;
        this.shipments = shipments;
        this.otherParcels = otherParcels;
        this.fulfilment = fulfilment;
        this.signals = signals;
        this.steps = steps;
        this.facts = facts;
        this.orderLock = orderLock;
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
        boolean others = false;
        for (OtherParcels room : otherParcels.orderedStream().toList()) {
            others |= room.pushed(track);
        }
        return others || !parcels.isEmpty();
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
        if (!orderLock.lock(orderNo)) {
            throw new IllegalStateException("Parcel " + parcel.shipmentNo() + " has no order");
        }
        track.news().forEach(news -> shipments.addNews(parcel.shipmentNo(), news));
        if (track.state() != TrackingState.SIGNED) {
            ShipmentStatus status = status(track.state());
            if (shipments.move(parcel.shipmentNo(), status, null) && status.inTrouble()) {
                timeline.note(orderNo, "parcel.trouble", "carrier", parcel.carrier());
                if (tellParcel) {
                    signals.tell(new ProcessSignal(
                            orderNo, FulfilmentMessages.PARCEL_IN_TROUBLE, parcel.processInstanceId()));
                }
            }
            return false;
        }
        Instant signedAt = track.news().isEmpty()
                ? clock.now()
                : track.news().get(track.news().size() - 1).at();
        if (!shipments.move(parcel.shipmentNo(), ShipmentStatus.SIGNED, signedAt)) {
            return true;
        }
        timeline.note(orderNo, "parcel.signed", "carrier", parcel.carrier());
        List<ProcessSignal> told = new ArrayList<>();
        if (tellParcel) {
            told.add(new ProcessSignal(orderNo, FulfilmentMessages.PARCEL_SIGNED, parcel.processInstanceId()));
        }
        deliveredIfAllIs(parcel).ifPresent(told::add);
        if (!told.isEmpty()) {
            steps.run(told.stream().map(ProcessSignal::processInstanceId).toList(), () -> told.forEach(signals::tell));
        }
        return true;
    }

    /**
     * Takes in what a person decided about a parcel in trouble, in the running transaction of its own process.
     *
     * @param by who decided, as in {@link io.orderloom.outbox.Outbox#append}
     */
    void decided(Shipment parcel, ParcelDecision decision, String by) {
        OrderNo orderNo = parcel.orderNo();
        if (!orderLock.lock(orderNo)) {
            throw new IllegalStateException("Parcel " + parcel.shipmentNo() + " has no order");
        }
        Instant now = UtcTime.stored(clock.now());
        switch (decision) {
            case CARRY_ON -> shipments.watch(parcel.shipmentNo(), now);
            case ARRIVED -> settled(parcel, ShipmentStatus.SIGNED, now, "parcel.signed", by);
            case WILL_NOT_ARRIVE -> settled(parcel, ShipmentStatus.SETTLED, null, "parcel.settled", by);
        }
    }

    private void settled(Shipment parcel, ShipmentStatus status, @Nullable Instant signedAt, String kind, String by) {
        if (shipments.move(parcel.shipmentNo(), status, signedAt)) {
            timeline.note(parcel.orderNo(), kind, by, parcel.carrier());
            deliveredIfAllIs(parcel).ifPresent(signals::tell);
        }
    }

    /** What the order's fulfilment is to be told, when this was the last parcel that it waited for. */
    private Optional<ProcessSignal> deliveredIfAllIs(Shipment parcel) {
        return parcel.replacement() == null
                        && orders.lock(parcel.orderNo()).orElseThrow().allShipped()
                ? fulfilment.perhapsAllDelivered(parcel.orderNo())
                : Optional.empty();
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
