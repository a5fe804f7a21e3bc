package io.orderloom.fulfilment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orderloom.fulfilment.Shipment;
import io.orderloom.fulfilment.Shipments;
import io.orderloom.fulfilment.ShippableOrders;
import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.fulfilment.TrackingNews;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    private final Departures departures;
    private final Shipments shipments;
    private final ShippableOrders orders;

    ShipmentController(Departures departures, Shipments shipments, ShippableOrders orders) {
        this.departures = departures;
        this.shipments = shipments;
        this.orders = orders;
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
            @Nullable Instant signedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Replacement replacement) {

        /** What is in a parcel of an exchange, instead of units of the order's lines. */
        record Replacement(String afterSalesNo, String skuId, String name, int quantity) {

            static @Nullable Replacement of(Shipment.@Nullable Replacement held) {
                return held == null
                        ? null
                        : new Replacement(
                                held.afterSalesNo().value(), held.skuId().value(), held.name(), held.quantity());
            }
        }

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
                    shipment.signedAt(),
                    Replacement.of(shipment.replacement()));
        }
    }

    @PostMapping
    @Roles(Role.WAREHOUSE)
    ResponseEntity<?> ship(
            @PathVariable String orderNo, @RequestBody ShipmentRequest request, Caller caller, IdempotencyKey key) {
        return departures.ship(OrderNo.orNotFound(orderNo), request, caller.actor(), key);
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
}
