package io.orderloom.fulfilment;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Service;

/** What WeChat says of shipping information that it has, or misses; in the running transaction under the order's lock. */
@Service
public class ShippingMissed {

    /** What operators read beside the order. */
    static final String REASON = "WeChat asks for the shipping information";

    private final ShipmentRepository shipments;
    private final UnreportedShipments unreported;
    private final BusinessClock clock;

    ShippingMissed(ShipmentRepository shipments, UnreportedShipments unreported, BusinessClock clock) {
        this.shipments = shipments;
        this.unreported = unreported;
        this.clock = clock;
    }

    /** Whether anything of the order has left. */
    public boolean hasParcels(OrderNo orderNo) {
        return !shipments.ofOrder(orderNo).isEmpty();
    }

    /** WeChat misses it and nobody here is about to tell it: the order shows among the stuck ones. */
    public void markUnreported(OrderNo orderNo) {
        List<Shipment> parcels = shipments.ofOrder(orderNo);
        if (!parcels.isEmpty()) {
            unreported.keep(parcels.get(parcels.size() - 1), true, REASON, clock.now());
        }
    }

    /** WeChat has it after all. */
    public void known(OrderNo orderNo) {
        shipments.ofOrder(orderNo).forEach(parcel -> unreported.remove(parcel.shipmentNo()));
    }
}
