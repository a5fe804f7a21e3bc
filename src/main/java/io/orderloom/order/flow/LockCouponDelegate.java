package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.OrderCoupons;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Lock coupon": keeps the coupons of the order from being used twice. */
@Component
class LockCouponDelegate extends FlowDelegate {

    private final OrderCoupons orderCoupons;

    LockCouponDelegate(OrderCoupons orderCoupons) {
        this.orderCoupons = orderCoupons;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        orderCoupons.lock(orderNo(execution));
    }
}
