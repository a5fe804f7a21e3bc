package io.orderloom.inventory;

import io.orderloom.shared.Problem;
import io.orderloom.shared.SkuId;
import java.util.List;
import java.util.Map;

/** More units were to leave than the order holds. */
public class NotReserved extends Problem {

    private static final long serialVersionUID = 1L;

    private final String skuId;

    public NotReserved(SkuId skuId) {
        super(Kind.CONFLICT, "NOT_RESERVED", "The order does not hold so many units.");
        this.skuId = skuId.value();
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("skuIds", List.of(skuId));
    }
}
