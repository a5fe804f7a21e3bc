package io.orderloom.order.web;

import io.orderloom.pricing.DeliveryMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a placement, over HTTP or as a command. What may be null here is refused, or filled in, by {@link OrderWishes}, which
 * can say where it is wrong.
 */
public record OrderRequest(
        @Nullable List<@Nullable Item> items,
        @Nullable List<@Nullable String> couponIds,
        @Nullable DeliveryMethod deliveryMethod,
        @Nullable Address shippingAddress,
        @Nullable String addressId,
        @Nullable String remark,
        @Nullable Long expectedPayableFen) {

    /** A wanted SKU. */
    public record Item(@Nullable String skuId, @Nullable Integer quantity) {}

    /** Where the goods go; personal data. */
    public record Address(
            @Nullable String name,
            @Nullable String phone,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String detail) {}
}
