package io.orderloom.inventory;

import io.orderloom.shared.Problem;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;

/** Some SKUs have fewer units left than asked for; nothing may be kept of the attempt. */
public class OutOfStock extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<SkuId> skuIds;

    public OutOfStock(List<SkuId> skuIds) {
        super(Kind.CONFLICT, "OUT_OF_STOCK", "There is not enough left of what the order asks for.");
        this.skuIds = List.copyOf(skuIds);
    }

    /** Every SKU that lacks units, in SKU order. */
    public List<SkuId> skuIds() {
        return skuIds;
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("skuIds", skuIds.stream().map(SkuId::value).toList());
    }
}
