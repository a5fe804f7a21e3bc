package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.pricing.ReturnCoupons;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Return coupon": the shopper can use it again. */
@Component
class ReturnCouponDelegate extends FlowDelegate {

    private final ReturnCoupons returnCoupons;

    ReturnCouponDelegate(ReturnCoupons returnCoupons) {
        this.returnCoupons = returnCoupons;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        returnCoupons.giveBack(orderNo(execution));
    }
}
