package io.orderloom.catalog.web;

import io.orderloom.catalog.Product;
import io.orderloom.catalog.Sku;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product as the API shows it. Amounts in fen.
 *
 * @param priceFromFen the lowest price among its variants on sale; null when there is none
 */
record ProductView(
        String productId,
        String name,
        String nameEn,
        String description,
        String descriptionEn,
        List<String> images,
        String category,
        boolean onSale,
        @Nullable Long priceFromFen,
        List<Variant> skus,
        Rating rating) {

    /**
     * @param priceFen what one unit costs now
     * @param available units that can still be sold
     */
    record Variant(
            String skuId, Map<String, String> specs, long priceFen, long listPriceFen, boolean onSale, int available) {}

    /**
     * @param average 1 to 5 stars; null while nobody has reviewed
     */
    record Rating(@Nullable Double average, int count) {

        static final Rating NONE = new Rating(null, 0);
    }

    static ProductView of(Product product, Map<SkuId, Integer> available) {
        return new ProductView(
                product.productId(),
                product.name(),
                product.nameEn(),
                product.description(),
                product.descriptionEn(),
                product.images(),
                product.categoryId(),
                product.onSale(),
                product.skus().stream()
                        .filter(Sku::onSale)
                        .map(sku -> sku.price().fen())
                        .min(Long::compare)
                        .orElse(null),
                product.skus().stream()
                        .map(sku -> new Variant(
                                sku.skuId().value(),
                                sku.specs(),
                                sku.price().fen(),
                                sku.listPrice().fen(),
                                sku.onSale(),
                                available.getOrDefault(sku.skuId(), 0)))
                        .toList(),
                Rating.NONE);
    }
}
