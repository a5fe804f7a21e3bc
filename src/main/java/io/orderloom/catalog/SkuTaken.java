package io.orderloom.catalog;

import io.orderloom.shared.Problem;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;

/** A SKU belongs to another product already. */
public class SkuTaken extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<SkuId> skuIds;

    public SkuTaken(List<SkuId> skuIds) {
        super(Kind.CONFLICT, "SKU_TAKEN", "Another product has this SKU.");
        this.skuIds = List.copyOf(skuIds);
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("skuIds", skuIds.stream().map(SkuId::value).toList());
    }
}
