package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.Receiver;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.Outcome;
import java.util.List;
import org.springframework.stereotype.Service;

/** Tells WeChat of parcels, without which the money of the order stays frozen there. */
@Service
public class ReportShipping {

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final ShippingInfo shippingInfo;
    private final Timeline timeline;
    private final BusinessClock clock;
    private final OrderLock orderLock;

    ReportShipping(
            ShippableOrders orders,
            ShipmentRepository shipments,
            ShippingInfo shippingInfo,
            Timeline timeline,
            BusinessClock clock,
            OrderLock orderLock) {
        this.orders = orders;
        this.shipments = shipments;
        this.shippingInfo = shippingInfo;
        this.timeline = timeline;
        this.clock = clock;
        this.orderLock = orderLock;
    }

    /** "Report shipping to WeChat". @return whether WeChat has it; false means: again later */
    public boolean report(String shipmentNo) {
        Shipment shipment = shipments.find(shipmentNo).orElseThrow(NotFound::new);
        ShippableOrder order = orders.look(shipment.orderNo()).orElseThrow(NotFound::new);
        Receiver receiver = orders.receiver(order);
        if (receiver.weChatPaymentNo() == null || receiver.payerOpenid() == null) {
            // Nobody can report for a payer WeChat did not name; a NATIVE payment scanned outside is such a case.
            return true;
        }
        List<Shipment> all = shipments.ofOrder(shipment.orderNo());
        boolean split = all.size() > 1 || !order.allShipped();
        boolean pickedUp = ShipParcel.PICKUP.equals(shipment.carrier());
        boolean reported = shippingInfo.upload(new ShippingInfo.Upload(
                        receiver.weChatPaymentNo(),
                        split,
                        order.allShipped(),
                        pickedUp,
                        List.of(new ShippingInfo.Parcel(
                                pickedUp ? null : shipment.carrier(),
                                shipment.trackingNo(),
                                receiver.goods(),
                                receiver.phone())),
                        receiver.payerOpenid(),
                        clock.now()))
                instanceof Outcome.Succeeded;
        // The carrier's word may move the parcel's other branch at this moment; both end in the same rows of the
        // engine.
        orderLock.lock(shipment.orderNo());
        if (reported) {
            timeline.note(shipment.orderNo(), "shipping.reported", "system");
        }
        return reported;
    }
}
