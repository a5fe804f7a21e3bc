package io.orderloom.fulfilment;

import io.orderloom.fulfilment.ShippableOrders.LineQuantity;
import io.orderloom.fulfilment.ShippableOrders.ShippableLine;
import io.orderloom.fulfilment.ShippableOrders.ShippableOrder;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.SkuId;
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
        @Nullable String processInstanceId,
        @Nullable Replacement replacement) {

    /**
     * What a parcel holds instead of units of the order's lines: goods that replace some in an exchange.
     *
     * @param weChatPaymentNo the WeChat payment of the exchange's top-up; null when there is none
     */
    public record Replacement(
            AfterSalesNo afterSalesNo,
            SkuId skuId,
            String name,
            int quantity,
            @Nullable PaymentNo weChatPaymentNo) {}

    /** What is in it, for carriers and for WeChat. */
    String goods(ShippableOrder order) {
        if (replacement != null) {
            return replacement.name() + " ×" + replacement.quantity();
        }
        Map<Integer, String> names =
                order.lines().stream().collect(Collectors.toMap(ShippableLine::lineNo, ShippableLine::name));
        return items.stream()
                .map(item -> names.getOrDefault(item.lineNo(), "") + " ×" + item.quantity())
                .collect(Collectors.joining("; "));
    }
}
