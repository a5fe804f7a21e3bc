package io.orderloom.order.web;

import io.orderloom.pricing.DeliveryMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a placement. What may be null here is refused, or filled in, by {@link OrderWishes}, which
 * can say where it is wrong.
 */
record OrderRequest(
        @Nullable List<@Nullable Item> items,
        @Nullable List<@Nullable String> couponIds,
        @Nullable DeliveryMethod deliveryMethod,
        @Nullable Address shippingAddress,
        @Nullable String addressId,
        @Nullable String remark,
        @Nullable Long expectedPayableFen) {

    /** A wanted SKU. */
    record Item(@Nullable String skuId, @Nullable Integer quantity) {}

    /** Where the goods go; personal data. */
    record Address(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String detail) {}
}
