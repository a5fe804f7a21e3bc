package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.LockOrderCoupons;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Lock coupon": keeps the coupons of the order from being used twice. */
@Component
class LockCouponDelegate extends FlowDelegate {

    private final LockOrderCoupons lockOrderCoupons;

    LockCouponDelegate(LockOrderCoupons lockOrderCoupons) {
        this.lockOrderCoupons = lockOrderCoupons;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        lockOrderCoupons.lock(orderNo(execution));
    }
}
