package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Make top up unpayable": no payment is opened any more. */
@Component
class MakeTopUpUnpayableDelegate extends FlowDelegate {

    private final ExchangeGoods exchangeGoods;

    MakeTopUpUnpayableDelegate(ExchangeGoods exchangeGoods) {
        this.exchangeGoods = exchangeGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        exchangeGoods.makeUnpayable(CaseVariables.afterSalesNo(execution));
    }
}
