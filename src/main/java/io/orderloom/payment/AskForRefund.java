package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.RefundNo;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Asks the gateway to give money back, always under the number that was committed before. */
@Service
public class AskForRefund {

    private final RefundRepository refunds;
    private final PaymentRepository payments;
    private final PaymentGateways gateways;
    private final RefundBooks books;
    private final FactRecorder facts;

    AskForRefund(
            RefundRepository refunds,
            PaymentRepository payments,
            PaymentGateways gateways,
            RefundBooks books,
            FactRecorder facts) {
        this.refunds = refunds;
        this.payments = payments;
        this.gateways = gateways;
        this.books = books;
        this.facts = facts;
    }

    /**
     * Asks once, unless our own books already know the end of it.
     *
     * @param processInstanceId the process that looks after it from now on
     * @throws NotFound when there is no such refund
     */
    public RefundProgress ask(RefundNo refundNo, String processInstanceId) {
        Refund refund = refunds.find(refundNo).orElseThrow(NotFound::new);
        if (refund.status() == RefundStatus.SUCCEEDED) {
            return RefundProgress.PAID_OUT;
        }
        Payment payment = payments.find(refund.paymentNo()).orElseThrow(NotFound::new);
        PaymentGateway gateway = gateways.of(payment);
        RefundRef ref = new RefundRef(refundNo, payment.ref(), refund.requestedAt());
        Outcome<GatewayRefund> outcome = gateway.refund(new RefundRequest(
                ref, refund.amount(), payment.amount(), refund.reason(), payment.gatewayTransactionId()));
        // A refusal may speak of this call only while an earlier one went through: what counts is what it knows.
        @Nullable
        String refusedWith = outcome instanceof Outcome.Declined<GatewayRefund> refused ? refused.code() : null;
        Outcome<GatewayRefund> known = refusedWith == null ? outcome : gateway.queryRefund(ref);
        return facts.record(() -> {
            RefundProgress progress = known instanceof Outcome.Succeeded<GatewayRefund> told
                    ? books.take(refund, told.value(), refusedWith)
                    : books.unknown(refund, known);
            if (!processInstanceId.equals(refund.processInstanceId())) {
                refunds.belongsTo(refundNo, processInstanceId);
            }
            return progress;
        });
    }
}
