package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Reserve replacement": held for the shopper, or sold out. */
@Component
class ReserveReplacementDelegate extends FlowDelegate {

    private final ExchangeGoods exchangeGoods;

    ReserveReplacementDelegate(ExchangeGoods exchangeGoods) {
        this.exchangeGoods = exchangeGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        exchangeGoods.reserve(CaseVariables.afterSalesNo(execution), execution.getProcessInstanceId());
    }
}
