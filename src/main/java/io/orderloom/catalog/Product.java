package io.orderloom.catalog;

import java.util.List;

/**
 * A product (SPU) with its variants in the order of showing.
 *
 * @param images addresses of its pictures, the first one for lists
 * @param onSale whether shoppers see it
 * @param skus all variants, those off sale included
 */
public record Product(
        String productId,
        String categoryId,
        String name,
        String nameEn,
        String description,
        String descriptionEn,
        List<String> images,
        boolean onSale,
        List<Sku> skus) {

    public Product {
        images = List.copyOf(images);
        skus = List.copyOf(skus);
    }

    Product withSkus(List<Sku> variants) {
        return new Product(productId, categoryId, name, nameEn, description, descriptionEn, images, onSale, variants);
    }

    /** The product as shoppers see it: without the variants that are off sale. */
    public Product inWindow() {
        return withSkus(skus.stream().filter(Sku::onSale).toList());
    }
}
