package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Void exchange": the top-up was not paid. */
@Component
class VoidExchangeDelegate extends FlowDelegate {

    private final ExchangeGoods exchangeGoods;

    VoidExchangeDelegate(ExchangeGoods exchangeGoods) {
        this.exchangeGoods = exchangeGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        exchangeGoods.voidUnpaid(CaseVariables.afterSalesNo(execution));
    }
}
