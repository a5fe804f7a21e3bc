package io.orderloom.catalog;

import io.orderloom.shared.Money;
import io.orderloom.shared.SkuId;
import java.util.Map;

/**
 * One sellable variant of a product.
 *
 * @param specs what tells it from its siblings, in the order of showing: 颜色 → 红
 * @param price what one unit costs now
 * @param listPrice what it costs without any offer; never below the price
 */
public record Sku(SkuId skuId, Map<String, String> specs, Money price, Money listPrice, boolean onSale) {}
