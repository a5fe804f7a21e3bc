package io.orderloom.inventory.web;

import io.orderloom.inventory.StockLevel;

/**
 * How a SKU stands, as the API shows it.
 *
 * @param available units that can still be sold
 */
public record StockView(String skuId, int onHand, int reserved, int available) {

    /** The level in the API's words. */
    public static StockView of(StockLevel level) {
        return new StockView(level.skuId().value(), level.onHand(), level.reserved(), level.available());
    }
}
