package io.orderloom.fulfilment;

import io.orderloom.shared.OrderNo;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Questions about parcels. */
@Service
public class Shipments {

    private final ShipmentRepository shipments;

    Shipments(ShipmentRepository shipments) {
        this.shipments = shipments;
    }

    /** The order's parcels, in the order of shipping. */
    public List<Shipment> of(OrderNo orderNo) {
        return shipments.ofOrder(orderNo);
    }

    /** What carriers said of the order's parcels, oldest first, by shipment number. */
    public Map<String, List<TrackingNews>> newsOf(OrderNo orderNo) {
        return shipments.newsOf(orderNo);
    }
}
