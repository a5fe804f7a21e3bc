package io.orderloom.aftersales;

import io.orderloom.fulfilment.OwedGoods;
import io.orderloom.fulfilment.Shipment;
import io.orderloom.fulfilment.Shipments;
import io.orderloom.shared.OrderNo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A warehouse that ships all that is left of an order ships the replacements of its exchanges, too. */
@Component
class OwedReplacements implements OwedGoods {

    private final AfterSaleRepository rows;
    private final ShipReplacement shipReplacement;
    private final Shipments shipments;

    OwedReplacements(AfterSaleRepository rows, ShipReplacement shipReplacement, Shipments shipments) {
        this.rows = rows;
        this.shipReplacement = shipReplacement;
        this.shipments = shipments;
    }

    @Override
    public Optional<Shipment> ship(OrderNo orderNo, @Nullable String carrier, @Nullable String trackingNo, String by) {
        return rows.ofOrder(orderNo).stream()
                .filter(afterSale -> afterSale.status() == AfterSaleStatus.REPLACING)
                .findFirst()
                .map(afterSale -> shipReplacement.ship(
                        afterSale.afterSalesNo(), new ShipReplacement.Parcel(carrier, trackingNo), by))
                .flatMap(this::parcel);
    }

    private Optional<Shipment> parcel(AfterSale sent) {
        String shipmentNo = sent.exchange() == null ? null : sent.exchange().shipmentNo();
        return shipments.of(sent.orderNo()).stream()
                .filter(shipment -> shipment.shipmentNo().equals(shipmentNo))
                .findFirst();
    }
}
