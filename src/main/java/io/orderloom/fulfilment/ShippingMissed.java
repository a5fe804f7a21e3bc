package io.orderloom.fulfilment;

import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

    /**
     * What has left of what a payment paid for.
     *
     * @param topUpOf the exchange that it was paid on top for; null for the order's own money
     * @return the numbers of the parcels, in the order of leaving
     */
    public List<String> parcels(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        return paidFor(orderNo, topUpOf).stream().map(Shipment::shipmentNo).toList();
    }

    /** WeChat misses it and nobody here is about to tell it: the order shows among the stuck ones. */
    public void markUnreported(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        List<Shipment> parcels = paidFor(orderNo, topUpOf);
        if (!parcels.isEmpty()) {
            unreported.keep(parcels.get(parcels.size() - 1), true, REASON, clock.now());
        }
    }

    /** WeChat has it after all. */
    public void known(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        parcels(orderNo, topUpOf).forEach(unreported::remove);
    }

    private List<Shipment> paidFor(OrderNo orderNo, @Nullable AfterSalesNo topUpOf) {
        return shipments.ofOrder(orderNo).stream()
                .filter(parcel -> {
                    Shipment.Replacement replacement = parcel.replacement();
                    return Objects.equals(topUpOf, replacement == null ? null : replacement.afterSalesNo());
                })
                .toList();
    }
}
