package io.orderloom.pricing;

import io.orderloom.shared.SkuId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be priced. Quantities may be wrong still: {@link QuoteBasket} refuses them with the place.
 *
 * @param items wanted SKUs; the same SKU twice counts as one line
 * @param couponIds coupons the shopper chose, best combination decided by the rules
 * @param province where the goods go, for freight; null when nobody said yet
 */
public record Basket(
        List<Item> items,
        List<CouponId> couponIds,
        DeliveryMethod deliveryMethod,
        @Nullable String province) {

    /**
     * @param quantity units, 1 to {@value QuoteBasket#MAX_QUANTITY}
     */
    public record Item(SkuId skuId, int quantity) {}

    public Basket {
        items = List.copyOf(items);
        couponIds = List.copyOf(couponIds);
    }
}
