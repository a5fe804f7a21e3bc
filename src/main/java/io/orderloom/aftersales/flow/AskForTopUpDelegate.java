package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask for top up": the shopper pays on top. */
@Component
class AskForTopUpDelegate extends FlowDelegate {

    private final ExchangeGoods exchangeGoods;

    AskForTopUpDelegate(ExchangeGoods exchangeGoods) {
        this.exchangeGoods = exchangeGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        exchangeGoods.askForTopUp(CaseVariables.afterSalesNo(execution));
    }
}
