package io.orderloom.pricing;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Holds coupons for an order, all of them or none. Undone by {@link ReturnCoupons}. */
@Service
public class LockCoupons {

    private final CouponRows rows;
    private final BusinessClock clock;

    LockCoupons(CouponRows rows, BusinessClock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * Locks the coupons in the running transaction, one conditional update each, in the order of their ids.
     *
     * @throws CouponNotUsable naming every coupon that is not available, valid and this shopper's; the
     *     caller must roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(OrderNo orderNo, ShopperId shopper, List<CouponId> couponIds) {
        List<CouponId> refused = new ArrayList<>();
        for (CouponId couponId : new TreeSet<>(couponIds)) {
            if (!rows.lock(couponId, shopper, orderNo, clock.now())) {
                refused.add(couponId);
            }
        }
        if (!refused.isEmpty()) {
            throw new CouponNotUsable(refused);
        }
    }
}
