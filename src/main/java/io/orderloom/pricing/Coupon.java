package io.orderloom.pricing;

import io.orderloom.shared.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in a shopper's hands.
 *
 * @param amount what it takes off
 * @param threshold goods value, before discounts, from which it applies
 * @param combinable whether it goes together with other combinable coupons
 * @param orderNo the order that holds or used it
 * @param validUntil the first moment at which it no longer applies
 */
public record Coupon(
        CouponId couponId,
        String name,
        String nameEn,
        Money amount,
        Money threshold,
        boolean combinable,
        Status status,
        @Nullable String orderNo,
        Instant validFrom,
        Instant validUntil) {

    /** Where a coupon stands. */
    public enum Status {
        AVAILABLE,
        LOCKED,
        USED
    }

    /** Why the coupon cannot be used at this moment, whatever the goods; empty when it can. */
    public Optional<CouponRefusal> refusalAt(Instant now) {
        if (status == Status.USED) {
            return Optional.of(CouponRefusal.COUPON_USED);
        }
        if (status == Status.LOCKED) {
            return Optional.of(CouponRefusal.COUPON_LOCKED);
        }
        if (!now.isBefore(validUntil)) {
            return Optional.of(CouponRefusal.COUPON_EXPIRED);
        }
        if (now.isBefore(validFrom)) {
            return Optional.of(CouponRefusal.COUPON_NOT_YET_VALID);
        }
        return Optional.empty();
    }
}
