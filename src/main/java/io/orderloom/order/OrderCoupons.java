package io.orderloom.order;

import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.LockCoupons;
import io.orderloom.pricing.ReturnCoupons;
import io.orderloom.shared.OrderNo;
import java.util.List;
import org.springframework.stereotype.Service;

/** Locks the coupons that an order wants to use, and lets go of them. Most orders have none, and the order knows. */
@Service
public class OrderCoupons {

    private final OrderRepository orders;
    private final LockCoupons lockCoupons;
    private final ReturnCoupons returnCoupons;

    OrderCoupons(OrderRepository orders, LockCoupons lockCoupons, ReturnCoupons returnCoupons) {
        this.orders = orders;
        this.lockCoupons = lockCoupons;
        this.returnCoupons = returnCoupons;
    }

    /** @throws io.orderloom.pricing.CouponNotUsable when one of them was used elsewhere meanwhile */
    public void lock(OrderNo orderNo) {
        List<CouponId> couponIds = orders.couponIds(orderNo);
        if (!couponIds.isEmpty()) {
            Order order = orders.find(orderNo).orElseThrow();
            lockCoupons.lock(orderNo, order.shopper(), couponIds);
        }
    }

    /** The order will not be paid: what it locked can be used again. Further calls do nothing. */
    public void giveBack(OrderNo orderNo) {
        if (!orders.couponIds(orderNo).isEmpty()) {
            returnCoupons.giveBack(orderNo);
        }
    }
}
