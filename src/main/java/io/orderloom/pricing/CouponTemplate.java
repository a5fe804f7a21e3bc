package io.orderloom.pricing;

import io.orderloom.shared.Money;
import java.time.Instant;

/**
 * What a merchant hands out: a fixed amount off from a goods value on.
 *
 * @param combinable whether it goes together with other combinable coupons
 * @param validUntil the first moment at which it no longer applies
 */
public record CouponTemplate(
        String templateId,
        String name,
        String nameEn,
        Money amount,
        Money threshold,
        boolean combinable,
        Instant validFrom,
        Instant validUntil) {}
