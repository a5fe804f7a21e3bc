package io.orderloom.shared;

/** Which SKUs the shop has. A port, so that stock can ask without knowing the catalogue. */
public interface SkuDirectory {

    /** Whether the SKU is in the catalogue, on sale or not. */
    boolean knows(SkuId skuId);
}
