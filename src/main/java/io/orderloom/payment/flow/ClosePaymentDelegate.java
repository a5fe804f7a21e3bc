package io.orderloom.payment.flow;

import io.orderloom.engine.FlowDelegate;
import io.orderloom.payment.ClosePayment;
import io.orderloom.shared.PaymentNo;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** "Close payment": asks the gateway to close it. */
@Component
class ClosePaymentDelegate extends FlowDelegate {

    private final ClosePayment closePayment;

    ClosePaymentDelegate(ClosePayment closePayment) {
        this.closePayment = closePayment;
    }

    @Override
    protected void perform(DelegateExecution execution) {
        PaymentNo paymentNo = new PaymentNo((String) execution.getVariable(PaymentVariables.PAYMENT_NO));
        boolean acceptedBefore = Boolean.TRUE.equals(execution.getVariable(PaymentVariables.CLOSE_ACCEPTED));
        boolean accepted = closePayment.close(paymentNo);
        // A gateway that accepts and still says "open" is given time, or the two steps would chase each other.
        execution.setVariable(PaymentVariables.CLOSE_ACCEPTED, accepted && !acceptedBefore);
    }
}
