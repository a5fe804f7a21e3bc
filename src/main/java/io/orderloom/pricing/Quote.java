package io.orderloom.pricing;

import io.orderloom.shared.Money;
import io.orderloom.shared.SkuId;
import java.util.List;

/**
 * What a basket costs now. Always: goods − discount + freight = payable, and the lines add up to goods,
 * discount and goods − discount.
 *
 * @param lines one per SKU, in the order in which the basket first named it
 * @param goods Σ unit price × quantity
 * @param applied coupons that took something off
 * @param rejected coupons that did not, and why
 */
public record Quote(
        List<Line> lines,
        Money goods,
        Money discount,
        Money freight,
        Money payable,
        List<Applied> applied,
        List<Rejected> rejected) {

    /**
     * @param name the product's name with its specs
     * @param discount what all applied coupons take off this line, never more than the line
     * @param payable unit price × quantity − discount
     * @param why what took it off
     */
    public record Line(
            SkuId skuId,
            String name,
            int quantity,
            Money unitPrice,
            Money discount,
            Money payable,
            List<Applied> why) {}

    /** @param kind {@code COUPON} */
    public record Applied(String kind, String id, Money discount) {}

    /** @param code for instance {@code COUPON_EXPIRED}; see {@link CouponRefusal} */
    public record Rejected(String id, String code) {}

    public Quote {
        lines = List.copyOf(lines);
        applied = List.copyOf(applied);
        rejected = List.copyOf(rejected);
    }

    /** The coupons an order of this quote has to lock. */
    public List<CouponId> appliedCoupons() {
        return applied.stream().map(coupon -> new CouponId(coupon.id())).toList();
    }
}
