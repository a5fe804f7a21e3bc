package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.fulfilment.Waybills.Consignee;
import io.orderloom.fulfilment.Waybills.Sending;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Gets a parcel its waybill number: from its carrier, or from a person. */
@Service
public class MakeWaybill {

    /** What carriers print on waybills. */
    static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z-]{6,32}");

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final Waybills waybills;
    private final Timeline timeline;
    private final OrderLock orderLock;

    MakeWaybill(
            ShippableOrders orders,
            ShipmentRepository shipments,
            Waybills waybills,
            Timeline timeline,
            OrderLock orderLock) {
        this.orders = orders;
        this.shipments = shipments;
        this.waybills = waybills;
        this.timeline = timeline;
        this.orderLock = orderLock;
    }

    /** "Order waybill": asks the carrier under the parcel's own number, which gets one waybill however often it asks. */
    public WaybillProgress order(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        if (shipment.trackingNo() != null) {
            return WaybillProgress.MADE;
        }
        Optional<Consignee> consignee = orders.consignee(shipment.orderNo());
        if (consignee.isEmpty()) {
            // The shopper's personal data was erased meanwhile: there is no address to send to.
            return WaybillProgress.REFUSED;
        }
        Outcome<String> outcome =
                waybills.order(new Sending(shipmentNo, shipment.carrier(), consignee.get(), goods(shipment)));
        orderLock.lock(shipment.orderNo());
        if (outcome instanceof Outcome.Succeeded<String> made
                && NUMBER.matcher(made.value()).matches()) {
            number(shipment, made.value(), "carrier");
            return WaybillProgress.MADE;
        }
        return outcome instanceof Outcome.Declined ? WaybillProgress.REFUSED : WaybillProgress.AGAIN;
    }

    /**
     * "Record waybill number": a person has made the waybill elsewhere.
     *
     * @param by who typed it in, as in {@link io.orderloom.outbox.Outbox#append}
     * @throws IllegalArgumentException when it is no waybill number
     */
    public void typedIn(String shipmentNo, String trackingNo, String by) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        if (!NUMBER.matcher(trackingNo).matches()) {
            throw new IllegalArgumentException("A waybill number has 6 to 32 letters, digits or dashes");
        }
        orderLock.lock(shipment.orderNo());
        number(shipment, trackingNo, by);
    }

    private void number(Shipment shipment, String trackingNo, String by) {
        if (shipments.numbered(shipment.shipmentNo(), trackingNo)) {
            timeline.note(shipment.orderNo(), "waybill.made", by, shipment.carrier(), trackingNo);
        }
    }

    private String goods(Shipment shipment) {
        ShippableOrder order = orders.look(shipment.orderNo()).orElseThrow(NotFound::new);
        Map<Integer, String> names = order.lines().stream()
                .collect(Collectors.toMap(ShippableOrders.ShippableLine::lineNo, ShippableOrders.ShippableLine::name));
        return shipment.items().stream()
                .map(item -> names.getOrDefault(item.lineNo(), "") + " ×" + item.quantity())
                .collect(Collectors.joining("; "));
    }
}
