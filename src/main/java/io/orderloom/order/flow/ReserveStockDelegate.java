package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.order.ReserveOrderedGoods;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Reserve stock": takes the ordered units out of what others can buy. */
@Component
class ReserveStockDelegate extends FlowDelegate {

    private final ReserveOrderedGoods reserveOrderedGoods;

    ReserveStockDelegate(ReserveOrderedGoods reserveOrderedGoods) {
        this.reserveOrderedGoods = reserveOrderedGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        reserveOrderedGoods.reserve(orderNo(execution));
    }
}
