package io.orderloom.fulfilment;

import io.orderloom.fulfilment.Shipment.Replacement;
import io.orderloom.fulfilment.ShippableOrders.Receiver;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Tells WeChat of parcels, without which the money of the order stays frozen there. */
@Service
public class ReportShipping {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final UnreportedShipments unreported;
    private final ShippingInfo shippingInfo;
    private final Timeline timeline;
    private final BusinessClock clock;
    private final OrderLock orderLock;

    ReportShipping(
            ShippableOrders orders,
            ShipmentRepository shipments,
            UnreportedShipments unreported,
            ShippingInfo shippingInfo,
            Timeline timeline,
            BusinessClock clock,
            OrderLock orderLock) {
        this.orders = orders;
        this.shipments = shipments;
        this.unreported = unreported;
        this.shippingInfo = shippingInfo;
        this.timeline = timeline;
        this.clock = clock;
        this.orderLock = orderLock;
    }

    /**
     * "Report shipping to WeChat". What WeChat does not take is kept for operators until it does.
     *
     * @param failedBefore whether an earlier try failed
     */
    public ShippingReport report(OrderNo orderNo, String shipmentNo, boolean failedBefore) {
        ShippableOrder order = orders.look(orderNo).orElseThrow(NotFound::new);
        // Read behind the order: when all of it was shipped, all its parcels are there.
        List<Shipment> parcels = shipments.ofOrder(orderNo);
        Shipment shipment = parcels.stream()
                .filter(parcel -> parcel.shipmentNo().equals(shipmentNo))
                .findFirst()
                .orElseThrow(NotFound::new);
        Replacement replacement = shipment.replacement();
        Receiver receiver = replacement == null
                ? orders.receiver(orderNo)
                : orders.receiver(orderNo, replacement.weChatPaymentNo());
        if (receiver.weChatPaymentNo() == null || receiver.payerOpenid() == null) {
            // Nobody can report for a payer WeChat did not name; a NATIVE payment scanned outside is such a case.
            return ShippingReport.TOLD;
        }
        boolean pickedUp = ShipParcel.PICKUP.equals(shipment.carrier());
        if (pickedUp && replacement == null && !order.allShipped()) {
            // WeChat knows goods that are fetched only as one whole; whoever hands over the last of them tells it.
            return ShippingReport.TOLD;
        }
        ShippingInfo.Upload upload = upload(shipment, ShipmentRepository.ofLines(parcels), order, receiver);
        Outcome<Boolean> outcome = shippingInfo.upload(upload);
        // The carrier's word may move the parcel's other branch at this moment; both end in the same rows of the
        // engine.
        orderLock.lock(orderNo);
        if (outcome instanceof Outcome.Succeeded) {
            if (failedBefore) {
                unreported.remove(shipmentNo);
            }
            timeline.note(orderNo, "shipping.reported", "system");
            // What had not left may have been given back while WeChat was told that it follows.
            return !upload.allDelivered() && isLastByNow(shipment, receiver)
                    ? ShippingReport.AGAIN
                    : ShippingReport.TOLD;
        }
        boolean refused = outcome instanceof Outcome.Declined;
        unreported.keep(shipment, refused, outcome.reasonOfFailure(), clock.now());
        return refused ? ShippingReport.REFUSED : ShippingReport.AGAIN;
    }

    private boolean isLastByNow(Shipment shipment, Receiver receiver) {
        ShippableOrder now = orders.look(shipment.orderNo()).orElseThrow(NotFound::new);
        return upload(shipment, shipments.ofLines(shipment.orderNo()), now, receiver)
                .allDelivered();
    }

    private ShippingInfo.Upload upload(
            Shipment shipment, List<Shipment> ofLines, ShippableOrder order, Receiver receiver) {
        // A replacement is all that its top-up paid for; the order's own payment knows nothing of it.
        boolean replaces = shipment.replacement() != null;
        List<Shipment> all = replaces ? List.of(shipment) : ofLines;
        // Only the parcel that left last says that it is all: WeChat allows one correction, which is kept in reserve.
        boolean last = all.get(all.size() - 1).shipmentNo().equals(shipment.shipmentNo());
        boolean pickedUp = ShipParcel.PICKUP.equals(shipment.carrier());
        return new ShippingInfo.Upload(
                Objects.requireNonNull(receiver.weChatPaymentNo()),
                !replaces && !pickedUp && (all.size() > 1 || !order.allShipped()),
                last && (replaces || order.allShipped()),
                pickedUp,
                List.of(new ShippingInfo.Parcel(
                        pickedUp ? null : shipment.carrier(),
                        shipment.trackingNo(),
                        shipment.goods(order),
                        receiver.phone())),
                all.stream()
                        .filter(other -> !other.shipmentNo().equals(shipment.shipmentNo()))
                        .map(Shipment::trackingNo)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()),
                Objects.requireNonNull(receiver.payerOpenid()),
                clock.now());
    }
}
