package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.fulfilment.Waybills.Consignee;
import io.orderloom.fulfilment.Waybills.Sending;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.Outcome;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Gets a parcel its waybill number: from its carrier, or from a person. */
@Service
public class MakeWaybill {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final Waybills waybills;
    private final Timeline timeline;
    private final OrderLock orderLock;
    private final DecisionLog decisions;

    MakeWaybill(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Waybills waybills,
            Timeline timeline,
            OrderLock orderLock,
            DecisionLog decisions) {
        this.orders = orders;
        this.shipments = shipments;
        this.waybills = waybills;
        this.timeline = timeline;
        this.orderLock = orderLock;
        this.decisions = decisions;
    }

    /** "Order waybill": asks the carrier under the parcel's own number, which gets one waybill however often it asks. */
    public WaybillProgress order(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        if (shipment.trackingNo() != null) {
            return WaybillProgress.MADE;
        }
        ShippableOrder order = orders.look(shipment.orderNo()).orElseThrow(NotFound::new);
        Optional<Consignee> consignee = orders.consignee(shipment.orderNo());
        if (consignee.isEmpty()) {
            // The shopper's personal data was erased meanwhile: there is no address to send to.
            return WaybillProgress.REFUSED;
        }
        Outcome<String> outcome =
                waybills.order(new Sending(shipmentNo, shipment.carrier(), consignee.get(), shipment.goods(order)));
        orderLock.lock(shipment.orderNo());
        if (outcome instanceof Outcome.Succeeded<String> made && WaybillNumbers.isOne(made.value())) {
            number(shipment, made.value(), "carrier");
            return WaybillProgress.MADE;
        }
        return outcome instanceof Outcome.Declined ? WaybillProgress.REFUSED : WaybillProgress.AGAIN;
    }

    /**
     * "Record waybill number": a person has made the waybill elsewhere.
     *
     * @param by who typed it in, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws io.orderloom.shared.InvalidRequest when it is no waybill number
     */
    public void typedIn(String shipmentNo, String trackingNo, String by) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        String number = WaybillNumbers.require(trackingNo);
        orderLock.lock(shipment.orderNo());
        number(shipment, number, by);
        decisions.add(by, "WAYBILL_TYPED_IN", shipmentNo, number);
    }

    private void number(Shipment shipment, String trackingNo, String by) {
        if (shipments.numbered(shipment.shipmentNo(), trackingNo)) {
            timeline.note(shipment.orderNo(), "waybill.made", by, shipment.carrier(), trackingNo);
        }
    }
}
