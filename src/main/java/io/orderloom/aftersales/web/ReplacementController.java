package io.orderloom.aftersales.web;

import io.orderloom.aftersales.AfterSale;
import io.orderloom.aftersales.AfterSaleStatus;
import io.orderloom.aftersales.AfterSales;
import io.orderloom.aftersales.ShipReplacement;
import io.orderloom.engine.FactRecorder;
import io.orderloom.fulfilment.ShippableOrders;
import io.orderloom.fulfilment.WaybillNumbers;
import io.orderloom.fulfilment.Waybills;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What exchanges bring, for the warehouse: what to pack, and that it has left. */
@RestController
@RequestMapping("/api/v1")
class ReplacementController {

    private final AfterSales afterSales;
    private final ShipReplacement shipReplacement;
    private final ShippableOrders orders;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    ReplacementController(
            AfterSales afterSales,
            ShipReplacement shipReplacement,
            ShippableOrders orders,
            FactRecorder facts,
            IdempotentRequests idempotent) {
        this.afterSales = afterSales;
        this.shipReplacement = shipReplacement;
        this.orders = orders;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /**
     * A replacement to pack.
     *
     * @param receiver null when the shopper fetches it; personal data
     */
    record PickReplacement(AfterSaleView afterSale, Waybills.@Nullable Consignee receiver) {}

    /** How a replacement leaves; no waybill number means that one is made with the carrier. */
    record ReplacementShipmentRequest(
            @Nullable String carrier, @Nullable String trackingNo) {}

    @GetMapping("/fulfilment/replacements")
    @Roles({Role.WAREHOUSE, Role.OPS})
    Page<PickReplacement> toPack(PageRequest page) {
        AfterSales.Found found = afterSales.at(AfterSaleStatus.REPLACING, (int) page.offset(), page.size());
        return Page.of(page, found.cases(), found.total()).map(this::pick);
    }

    private PickReplacement pick(AfterSale afterSale) {
        return new PickReplacement(
                AfterSaleView.of(afterSale),
                orders.consignee(afterSale.orderNo()).orElse(null));
    }

    @PostMapping("/after-sales/{afterSalesNo}/replacement-shipment")
    @Roles(Role.WAREHOUSE)
    ResponseEntity<?> ship(
            @PathVariable String afterSalesNo,
            @RequestBody(required = false) @Nullable ReplacementShipmentRequest request,
            Caller caller,
            IdempotencyKey key) {
        AfterSalesNo number = AfterSalesNo.orNotFound(afterSalesNo);
        ShipReplacement.Parcel parcel = parcel(request);
        return facts.record(() -> idempotent.once(
                key, () -> ResponseEntity.ok(AfterSaleView.of(shipReplacement.ship(number, parcel, caller.actor())))));
    }

    private static ShipReplacement.Parcel parcel(@Nullable ReplacementShipmentRequest request) {
        if (request == null) {
            return new ShipReplacement.Parcel(null, null);
        }
        if (request.trackingNo() != null) {
            WaybillNumbers.require(request.trackingNo());
        }
        return new ShipReplacement.Parcel(request.carrier(), request.trackingNo());
    }
}
