package io.orderloom.pricing;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.ShopperId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lets merchants make coupons and hand them out, and shoppers see theirs. */
@Service
public class Coupons {

    private final CouponRows rows;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    Coupons(CouponRows rows, BusinessNumbers numbers, BusinessClock clock) {
        this.rows = rows;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** Makes a template; a template of the same id stays as it was, since coupons of it are out already. */
    @Transactional
    public void make(CouponTemplate template) {
        rows.insert(template, clock.now());
    }

    /**
     * Hands out coupons of a template, valid as long as the template.
     *
     * @param count coupons per shopper
     * @return the new coupons
     * @throws NotFound when there is no such template
     */
    @Transactional
    public List<CouponId> grant(String templateId, List<ShopperId> shoppers, int count) {
        CouponTemplate template = rows.template(templateId).orElseThrow(NotFound::new);
        List<CouponId> granted = new ArrayList<>();
        for (ShopperId shopper : shoppers) {
            for (int i = 0; i < count; i++) {
                CouponId couponId = new CouponId(numbers.next());
                rows.grant(couponId, template, shopper, clock.now());
                granted.add(couponId);
            }
        }
        return granted;
    }

    /** The shopper's coupons, those that expire first in front. */
    public List<Coupon> of(ShopperId shopper, int page, int size) {
        return rows.of(shopper, page, size);
    }

    /** How many coupons the shopper has, used ones included. */
    public long count(ShopperId shopper) {
        return rows.count(shopper);
    }
}
