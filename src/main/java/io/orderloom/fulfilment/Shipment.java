package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.ShippableOrders.ShippableLine;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        @Nullable String processInstanceId) {

    /** What is in it, in the words of its order's lines, for carriers and for WeChat. */
    String goods(ShippableOrder order) {
        Map<Integer, String> names =
                order.lines().stream().collect(Collectors.toMap(ShippableLine::lineNo, ShippableLine::name));
        return items.stream()
                .map(item -> names.getOrDefault(item.lineNo(), "") + " ×" + item.quantity())
                .collect(Collectors.joining("; "));
    }
}
