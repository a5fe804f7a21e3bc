package io.orderloom.order;

import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.LockCoupons;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Service;

/** Locks the coupons that an order wants to use. */
@Service
public class LockOrderCoupons {

    private final OrderRepository orders;
    private final LockCoupons lockCoupons;

    LockOrderCoupons(OrderRepository orders, LockCoupons lockCoupons) {
        this.orders = orders;
        this.lockCoupons = lockCoupons;
    }

    /** @throws io.orderloom.pricing.CouponNotUsable when one of them was used elsewhere meanwhile */
    public void lock(OrderNo orderNo) {
        List<CouponId> couponIds = orders.couponIds(orderNo);
        if (!couponIds.isEmpty()) {
            Order order = orders.find(orderNo).orElseThrow();
            lockCoupons.lock(orderNo, order.shopper(), couponIds);
        }
    }
}
