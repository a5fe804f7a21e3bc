package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parcel of an order. */
public record Shipment(
        String shipmentNo,
        OrderNo orderNo,
        String carrier,
        @Nullable String trackingNo,
        ShipmentStatus status,
        Instant shippedAt,
        @Nullable Instant signedAt,
        List<LineQuantity> items,
        @Nullable String processInstanceId) {}
