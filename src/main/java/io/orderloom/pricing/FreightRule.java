package io.orderloom.pricing;

import io.orderloom.shared.Money;
import org.jspecify.annotations.Nullable;

/**
 * What sending costs.
 *
 * @param freeFrom value of the goods after discounts from which nothing is charged; null: always charged
 */
record FreightRule(Money flat, @Nullable Money freeFrom) {

    Money charge(Money goodsAfterDiscount) {
        return freeFrom != null && goodsAfterDiscount.compareTo(freeFrom) >= 0 ? Money.ZERO : flat;
    }
}
