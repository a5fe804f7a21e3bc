package io.orderloom.pricing;

import io.orderloom.shared.Problem;
import java.util.List;
import java.util.Map;

/** A coupon was used, locked or expired by the time the order wanted to hold it. */
public class CouponNotUsable extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<CouponId> couponIds;

    public CouponNotUsable(List<CouponId> couponIds) {
        super(Kind.CONFLICT, "COUPON_NOT_USABLE", "A coupon of this order can no longer be used.");
        this.couponIds = List.copyOf(couponIds);
    }

    @Override
    public Map<String, Object> members() {
        return Map.of("couponIds", couponIds.stream().map(CouponId::value).toList());
    }
}
