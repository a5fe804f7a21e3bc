package io.orderloom.pricing;

import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Spends the coupons of an order that was paid. Has no undo: a used coupon is not money. */
@Service
public class UseCoupons {

    private final CouponRows rows;

    UseCoupons(CouponRows rows) {
        this.rows = rows;
    }

    /**
     * Turns the coupons that the order holds into used ones. Further calls do nothing.
     *
     * @return how many coupons this call spent
     */
    @Transactional
    public int use(OrderNo orderNo) {
        return rows.use(orderNo);
    }
}
