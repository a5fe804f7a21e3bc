package io.orderloom.catalog;

import io.orderloom.shared.Money;
import io.orderloom.shared.SkuId;

/**
 * What an order needs to know of a SKU.
 *
 * @param name the product's name with the specs behind it, as it stands on the order
 * @param price what one unit costs now
 * @param onSale whether both the SKU and its product are on sale
 */
public record PricedSku(SkuId skuId, String productId, String name, Money price, boolean onSale) {}
