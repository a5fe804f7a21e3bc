package io.orderloom.shared;

import java.util.Collection;
import java.util.Map;

/** How many units can still be sold. A port, so that the catalogue can show it without knowing stock. */
public interface StockLevels {

    /** Units per SKU, for every SKU asked for; 0 when nothing is known of it. */
    Map<SkuId, Integer> available(Collection<SkuId> skuIds);
}
