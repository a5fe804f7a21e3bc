package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.engine.PersonAtTask;
import io.orderloom.payment.RefundProgress;
import io.orderloom.payment.SettleRefundAnotherWay;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.RefundNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * "Record settlement": what a person did about a refund that its gateway cannot deliver. What was filled in is taken
 * out of the process in the step that brought it; completed without a word, the task means "ask the gateway".
 */
@Component
class RecordSettlementDelegate extends FlowDelegate {

    private static final String ANOTHER_WAY = "ANOTHER_WAY";
    private static final String AT_GATEWAY = "AT_GATEWAY";

    private final SettleRefundAnotherWay settleRefundAnotherWay;
    private final PersonAtTask person;

    RecordSettlementDelegate(SettleRefundAnotherWay settleRefundAnotherWay, PersonAtTask person) {
        this.settleRefundAnotherWay = settleRefundAnotherWay;
        this.person = person;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        String settlement = taken(execution, "settlement");
        String proof = taken(execution, "proof");
        if (ANOTHER_WAY.equals(settlement)) {
            RefundNo refundNo = new RefundNo((String) execution.getVariable(RefundVariables.REFUND_NO));
            settleRefundAnotherWay.settle(refundNo, proof == null ? "" : proof, person.actor());
            execution.setVariable(RefundVariables.REFUND_PROGRESS, RefundProgress.PAID_OUT.name());
        } else if (settlement != null && !AT_GATEWAY.equals(settlement)) {
            throw new InvalidRequest("/settlement", "SETTLEMENT_UNKNOWN", "Settled at the gateway, or another way?");
        }
    }

    private static @Nullable String taken(DelegateExecution execution, String field) {
        Object value = execution.getVariable(field);
        execution.removeVariable(field);
        return value == null ? null : String.valueOf(value).strip();
    }
}
