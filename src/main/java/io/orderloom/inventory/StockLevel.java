package io.orderloom.inventory;

import io.orderloom.shared.SkuId;

/**
 * How one SKU stands.
 *
 * @param onHand units on the shelf, those held by orders included
 * @param reserved units that orders hold and that have not left yet
 */
public record StockLevel(SkuId skuId, int onHand, int reserved) {

    /** Units that can still be sold. */
    public int available() {
        return onHand - reserved;
    }
}
