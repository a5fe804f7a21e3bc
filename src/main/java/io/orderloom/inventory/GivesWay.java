package io.orderloom.inventory;

import io.orderloom.shared.SkuId;

/** Holders that can do without their units when fewer lie on the shelf than are held. Rooms that hold units implement it. */
public interface GivesWay {

    /**
     * Lets go of at least so many held units of the SKU in the running transaction, or of as many as it can. Called
     * before any row of the stock is locked, so that orders may be locked first.
     */
    void giveWay(SkuId skuId, int units);
}
