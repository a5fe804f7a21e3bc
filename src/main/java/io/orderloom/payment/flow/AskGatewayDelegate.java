package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.AskGateway;
import io.orderloom.shared.PaymentNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Ask gateway": tells the model what became of the payment, and counts how often it was asked. */
@Component
class AskGatewayDelegate extends FlowDelegate {

    private final AskGateway askGateway;

    AskGatewayDelegate(AskGateway askGateway) {
        this.askGateway = askGateway;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        PaymentNo paymentNo = new PaymentNo((String) execution.getVariable(PaymentVariables.PAYMENT_NO));
        execution.setVariable(
                PaymentVariables.PAYMENT_STATE, askGateway.ask(paymentNo).name());
        countUp(execution, PaymentVariables.ASKINGS);
    }
}
