package io.orderloom.aftersales.flow;

import io.orderloom.aftersales.FollowReturn;
import io.orderloom.engine.FlowDelegate;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask about return": asks where the parcel is when nobody tells. */
@Component
class AskAboutReturnDelegate extends FlowDelegate {

    private final FollowReturn followReturn;

    AskAboutReturnDelegate(FollowReturn followReturn) {
        this.followReturn = followReturn;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        followReturn.ask(CaseVariables.afterSalesNo(execution));
    }
}
