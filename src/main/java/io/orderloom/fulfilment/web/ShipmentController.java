package io.orderloom.fulfilment.web;

import io.orderloom.engine.FactRecorder;
import io.orderloom.fulfilment.ShipParcel;
import io.orderloom.fulfilment.Shipment;
import io.orderloom.fulfilment.Shipments;
import io.orderloom.fulfilment.ShippableOrders;
import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.fulfilment.TrackingNews;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Parcels of an order. */
@RestController
@RequestMapping("/api/v1/orders/{orderNo}/shipments")
class ShipmentController {

    private final ShipParcel shipParcel;
    private final Shipments shipments;
    private final ShippableOrders orders;
    private final FactRecorder facts;
    private final IdempotentRequests idempotent;

    ShipmentController(
            ShipParcel shipParcel,
            Shipments shipments,
            ShippableOrders orders,
            FactRecorder facts,
            IdempotentRequests idempotent) {
        this.shipParcel = shipParcel;
        this.shipments = shipments;
        this.orders = orders;
        this.facts = facts;
        this.idempotent = idempotent;
    }

    /** What the warehouse packed; no items means all that is left. */
    record ShipmentRequest(
            @Nullable String carrier,
            @Nullable String trackingNo,
            @Nullable List<@Nullable Item> items) {

        /** Units of one line. */
        record Item(@Nullable Integer lineNo, @Nullable Integer quantity) {}
    }

    /** A parcel as the API shows it. */
    record ShipmentView(
            String shipmentNo,
            String orderNo,
            String carrier,
            @Nullable String trackingNo,
            String status,
            List<LineQuantity> items,
            List<News> track,
            Instant shippedAt,
            @Nullable Instant signedAt) {

        /** One piece of the carrier's news. */
        record News(Instant at, String text, String state) {}

        static ShipmentView of(Shipment shipment, List<TrackingNews> news) {
            return new ShipmentView(
                    shipment.shipmentNo(),
                    shipment.orderNo().value(),
                    shipment.carrier(),
                    shipment.trackingNo(),
                    shipment.status().name(),
                    shipment.items(),
                    news.stream()
                            .map(one ->
                                    new News(one.at(), one.text(), one.state().name()))
                            .toList(),
                    shipment.shippedAt(),
                    shipment.signedAt());
        }
    }

    @PostMapping
    @Roles(Role.WAREHOUSE)
    ResponseEntity<?> ship(
            @PathVariable String orderNo, @RequestBody ShipmentRequest request, Caller caller, IdempotencyKey key) {
        ShipParcel.Parcel parcel = parcel(OrderNo.orNotFound(orderNo), request);
        return facts.record(() -> idempotent.once(key, () -> ResponseEntity.status(HttpStatus.CREATED)
                .body(ShipmentView.of(shipParcel.ship(parcel, caller.actor()), List.of()))));
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.WAREHOUSE, Role.SERVICE, Role.OPS})
    List<ShipmentView> list(@PathVariable String orderNo, Caller caller) {
        OrderNo number = OrderNo.orNotFound(orderNo);
        ShippableOrder order = orders.look(number)
                .filter(found -> caller.isStaff() || found.shopper().equals(caller.requireShopper()))
                .orElseThrow(NotFound::new);
        Map<String, List<TrackingNews>> news = shipments.newsOf(order.orderNo());
        return shipments.of(order.orderNo()).stream()
                .map(shipment -> ShipmentView.of(shipment, news.getOrDefault(shipment.shipmentNo(), List.of())))
                .toList();
    }

    private static ShipParcel.Parcel parcel(OrderNo orderNo, ShipmentRequest request) {
        if (request.trackingNo() != null && !request.trackingNo().matches("[0-9A-Za-z-]{6,32}")) {
            throw new InvalidRequest(
                    "/trackingNo", "TRACKING_NO_INVALID", "A waybill number has 6 to 32 letters, digits or dashes.");
        }
        List<LineQuantity> items = new ArrayList<>();
        List<ShipmentRequest.@Nullable Item> wanted = request.items() == null ? List.of() : request.items();
        for (int i = 0; i < wanted.size(); i++) {
            ShipmentRequest.Item item = wanted.get(i);
            if (item == null || item.lineNo() == null || item.quantity() == null) {
                throw new InvalidRequest(
                        "/items/" + i, "ITEM_INCOMPLETE", "An item names its line and how many units of it.");
            }
            items.add(new LineQuantity(item.lineNo(), item.quantity()));
        }
        return new ShipParcel.Parcel(orderNo, request.carrier(), request.trackingNo(), items);
    }
}
