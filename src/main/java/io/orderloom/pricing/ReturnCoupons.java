package io.orderloom.pricing;

import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives back the coupons of an order that was never paid, which undoes {@link LockCoupons}, or of one whose money went
 * back altogether.
 */
@Service
public class ReturnCoupons {

    private final CouponRows rows;

    ReturnCoupons(CouponRows rows) {
        this.rows = rows;
    }

    /**
     * Makes the coupons that the order holds available again; used ones stay used. Further calls do nothing.
     *
     * @return how many coupons this call gave back
     */
    @Transactional
    public int giveBack(OrderNo orderNo) {
        return rows.giveBack(orderNo);
    }

    /**
     * Makes the coupons that a paid order used available again. Further calls do nothing.
     *
     * @return how many coupons this call gave back
     */
    @Transactional
    public int giveBackUsed(OrderNo orderNo) {
        return rows.giveBackUsed(orderNo);
    }
}
