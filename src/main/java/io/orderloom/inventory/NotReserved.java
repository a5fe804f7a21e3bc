package io.orderloom.inventory;

import io.orderloom.shared.Problem;
import io.orderloom.shared.SkuId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** More units were to leave than the order holds. */
public class NotReserved extends Problem {

    private static final long serialVersionUID = 1L;

    private final List<String> skuIds;

    public NotReserved(SkuId skuId) {
        this(List.of(skuId));
    }

    /** Of one of these, or of several. */
    NotReserved(Collection<SkuId> skuIds) {
        super(Kind.CONFLICT, "NOT_RESERVED", "The order does not hold so many units.");
        this.skuIds = skuIds.stream().map(SkuId::value).toList();
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("skuIds", skuIds);
    }
}
