package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.ExchangeGoods;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask for replacement": the warehouse sends it. */
@Component
class AskForReplacementDelegate extends FlowDelegate {

    private final ExchangeGoods exchangeGoods;

    AskForReplacementDelegate(ExchangeGoods exchangeGoods) {
        this.exchangeGoods = exchangeGoods;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        exchangeGoods.askForReplacement(CaseVariables.afterSalesNo(execution));
    }
}
