package io.orderloom.order.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.inventory.ReleaseStock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Release stock": gives the units back to what others can buy. */
@Component
class ReleaseStockDelegate extends FlowDelegate {

    private final ReleaseStock releaseStock;

    ReleaseStockDelegate(ReleaseStock releaseStock) {
        this.releaseStock = releaseStock;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        releaseStock.release(orderNo(execution));
    }
}
