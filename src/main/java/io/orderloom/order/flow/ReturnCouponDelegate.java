package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.OrderCoupons;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Return coupon": the shopper can use it again. */
@Component
class ReturnCouponDelegate extends FlowDelegate {

    private final OrderCoupons orderCoupons;

    ReturnCouponDelegate(OrderCoupons orderCoupons) {
        this.orderCoupons = orderCoupons;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        orderCoupons.giveBack(orderNo(execution));
    }
}
