package io.orderloom.payment;

import io.orderloom.payment.PaymentGateway.CloseAnswer;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import org.springframework.stereotype.Service;

/** Asks the gateway to close a payment. Whether it is closed for certain, only asking afterwards tells. */
@Service
public class ClosePayment {

    private final PaymentRepository payments;
    private final PaymentGateways gateways;

    ClosePayment(PaymentRepository payments, PaymentGateways gateways) {
        this.payments = payments;
        this.gateways = gateways;
    }

    /**
     * Asks once.
     *
     * @return whether it is worth asking at once what became of it; false means: wait first
     * @throws NotFound when there is no such payment
     */
    public boolean close(PaymentNo paymentNo) {
        Payment payment = payments.find(paymentNo).orElseThrow(NotFound::new);
        if (!payment.status().isOpen()) {
            return true;
        }
        return gateways.of(payment).close(payment.ref()) instanceof Outcome.Succeeded<CloseAnswer> answered
                && answered.value() != CloseAnswer.LATER;
    }
}
