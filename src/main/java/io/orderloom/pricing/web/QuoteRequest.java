package io.orderloom.pricing.web;

import io.orderloom.pricing.Basket;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.pricing.QuoteBasket;
import io.orderloom.shared.SkuId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be priced. A client says what it wants, never what it costs.
 *
 * @param deliveryMethod EXPRESS when absent, as for an order
 */
record QuoteRequest(
        @NotEmpty @Size(max = QuoteBasket.MAX_ITEMS) List<@NotNull @Valid Item> items,
        @Nullable @Size(max = QuoteBasket.MAX_COUPONS) List<@NotBlank @Size(max = 32) String> couponIds,
        @Nullable @Valid Address shippingAddress,
        @Nullable DeliveryMethod deliveryMethod) {

    /** A wanted SKU. */
    record Item(
            @NotBlank @Size(max = 64) String skuId,
            @NotNull @Min(1) @Max(QuoteBasket.MAX_QUANTITY) Integer quantity) {}

    /** Where the goods go, as far as the shopper has said; only the province has a price. */
    record Address(
            @Nullable @Size(max = 64) String name,
            @Nullable @Size(max = 32) String phone,
            @Nullable @Size(max = 64) String province,
            @Nullable @Size(max = 64) String city,
            @Nullable @Size(max = 64) String district,
            @Nullable @Size(max = 200) String detail) {}

    Basket toBasket() {
        return new Basket(
                items.stream()
                        .map(item -> new Basket.Item(new SkuId(item.skuId()), item.quantity()))
                        .toList(),
                couponIds == null
                        ? List.of()
                        : couponIds.stream().map(CouponId::new).toList(),
                deliveryMethod == null ? DeliveryMethod.EXPRESS : deliveryMethod,
                shippingAddress == null ? null : shippingAddress.province());
    }
}
