package io.orderloom.inventory;

import io.orderloom.shared.SkuId;

/**
 * Some units of one SKU.
 *
 * @param quantity units, at least one
 */
public record StockLine(SkuId skuId, int quantity) {

    public StockLine {
        if (quantity < 1) {
            throw new IllegalArgumentException("A stock line has at least one unit, not " + quantity);
        }
    }
}
