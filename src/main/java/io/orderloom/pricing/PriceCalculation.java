package io.orderloom.pricing;

import io.orderloom.catalog.PricedSku;
import io.orderloom.shared.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arithmetic of a quote: the same input gives the same answer, in whatever order lines and coupons
 * are named. Coupons that take more off come first; the first one that does not go together with others
 * stays alone.
 */
final class PriceCalculation {

    private static final String COUPON = "COUPON";

    private static final Comparator<Coupon> BEST_FIRST =
            Comparator.comparing(Coupon::amount).reversed().thenComparing(Coupon::couponId);

    private final List<WorkingLine> asNamed = new ArrayList<>();
    private final List<WorkingLine> inSkuOrder;
    private final List<Quote.Applied> applied = new ArrayList<>();
    private final List<Quote.Rejected> rejected = new ArrayList<>();
    private final Money goods;

    private PriceCalculation(Map<PricedSku, Integer> quantities) {
        quantities.forEach((sku, quantity) -> asNamed.add(new WorkingLine(sku, quantity)));
        inSkuOrder = asNamed.stream()
                .sorted(Comparator.comparing(line -> line.sku.skuId()))
                .toList();
        goods = asNamed.stream().map(WorkingLine::gross).reduce(Money.ZERO, Money::plus);
    }

    /**
     * @param quantities units per SKU, in the order of naming
     * @param chosen coupons as the shopper named them
     * @param held those of them that are in the shopper's hands
     * @throws ArithmeticException when an amount does not fit a long
     */
    static Quote quote(
            Map<PricedSku, Integer> quantities,
            List<CouponId> chosen,
            Map<CouponId, Coupon> held,
            FreightRule freight,
            Instant now) {
        PriceCalculation calculation = new PriceCalculation(quantities);
        calculation.applyCoupons(chosen, held, now);
        return calculation.close(freight);
    }

    private void applyCoupons(List<CouponId> chosen, Map<CouponId, Coupon> held, Instant now) {
        Set<CouponId> seen = new HashSet<>();
        List<Coupon> usable = new ArrayList<>();
        for (CouponId id : chosen) {
            Coupon coupon = held.get(id);
            if (!seen.add(id)) {
                reject(id, CouponRefusal.COUPON_DUPLICATE);
            } else if (coupon == null) {
                reject(id, CouponRefusal.COUPON_UNKNOWN);
            } else {
                refusal(coupon, now).ifPresentOrElse(refusal -> reject(id, refusal), () -> usable.add(coupon));
            }
        }
        usable.sort(BEST_FIRST);
        boolean alone = false;
        for (Coupon coupon : usable) {
            if (alone || (!applied.isEmpty() && !coupon.combinable())) {
                reject(coupon.couponId(), CouponRefusal.COUPON_EXCLUSIVE);
            } else if (apply(coupon)) {
                alone = !coupon.combinable();
            } else {
                reject(coupon.couponId(), CouponRefusal.COUPON_NOTHING_LEFT);
            }
        }
    }

    private Optional<CouponRefusal> refusal(Coupon coupon, Instant now) {
        return coupon.refusalAt(now)
                .or(() -> goods.compareTo(coupon.threshold()) < 0
                        ? Optional.of(CouponRefusal.COUPON_BELOW_THRESHOLD)
                        : Optional.empty());
    }

    private void reject(CouponId id, CouponRefusal refusal) {
        rejected.add(new Quote.Rejected(id.value(), refusal.name()));
    }

    private boolean apply(Coupon coupon) {
        long[] left = inSkuOrder.stream().mapToLong(line -> line.left.fen()).toArray();
        long off = Math.min(coupon.amount().fen(), Arrays.stream(left).sum());
        if (off == 0) {
            return false;
        }
        long[] shares = Shares.split(off, left);
        for (int i = 0; i < shares.length; i++) {
            inSkuOrder.get(i).takeOff(coupon.couponId(), Money.ofFen(shares[i]));
        }
        applied.add(new Quote.Applied(COUPON, coupon.couponId().value(), Money.ofFen(off)));
        return true;
    }

    private Quote close(FreightRule freightRule) {
        Money afterDiscount = asNamed.stream().map(line -> line.left).reduce(Money.ZERO, Money::plus);
        Money freight = freightRule.charge(afterDiscount);
        return new Quote(
                asNamed.stream().map(WorkingLine::close).toList(),
                goods,
                goods.minus(afterDiscount),
                freight,
                afterDiscount.plus(freight),
                applied,
                rejected);
    }

    /** A line while coupons are taken off. */
    private static final class WorkingLine {

        private final PricedSku sku;
        private final int quantity;
        private final List<Quote.Applied> why = new ArrayList<>();
        private Money left;

        WorkingLine(PricedSku sku, int quantity) {
            this.sku = sku;
            this.quantity = quantity;
            this.left = gross();
        }

        Money gross() {
            return sku.price().times(quantity);
        }

        void takeOff(CouponId couponId, Money share) {
            if (share.isPositive()) {
                left = left.minus(share);
                why.add(new Quote.Applied(COUPON, couponId.value(), share));
            }
        }

        Quote.Line close() {
            return new Quote.Line(
                    sku.skuId(), sku.name(), quantity, sku.price(), gross().minus(left), left, List.copyOf(why));
        }
    }
}
