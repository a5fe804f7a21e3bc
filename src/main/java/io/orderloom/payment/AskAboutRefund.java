package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.RefundNo;
import org.springframework.stereotype.Service;

/** Asks the gateway what became of a refund, and books what it says. */
@Service
public class AskAboutRefund {

    private final RefundRepository refunds;
    private final PaymentRepository payments;
    private final PaymentGateways gateways;
    private final RefundBooks books;
    private final PayableOrders orders;
    private final RefundSettled refundSettled;
    private final FactRecorder facts;

    AskAboutRefund(
            RefundRepository refunds,
            PaymentRepository payments,
            PaymentGateways gateways,
            RefundBooks books,
            PayableOrders orders,
            RefundSettled refundSettled,
            FactRecorder facts) {
        this.refunds = refunds;
        this.payments = payments;
        this.gateways = gateways;
        this.books = books;
        this.orders = orders;
        this.refundSettled = refundSettled;
        this.facts = facts;
    }

    /**
     * Asks at a person's word, and lets the waiting process go on at once when the refund is settled.
     *
     * @throws NotFound when there is no such refund
     */
    public RefundProgress askNow(RefundNo refundNo) {
        RefundProgress progress = ask(refundNo);
        if (progress == RefundProgress.PAID_OUT || progress == RefundProgress.UNHEARD_OF) {
            facts.record(() -> {
                Refund refund = refunds.find(refundNo).orElseThrow();
                if (orders.lock(refund.orderNo()).isPresent()) {
                    refundSettled.tell(refund);
                }
                return Boolean.TRUE;
            });
        }
        return progress;
    }

    /** Asks, unless our own books already know the end of it. @throws NotFound when there is no such refund */
    public RefundProgress ask(RefundNo refundNo) {
        Refund refund = refunds.find(refundNo).orElseThrow(NotFound::new);
        if (refund.status() == RefundStatus.SUCCEEDED) {
            return RefundProgress.PAID_OUT;
        }
        Payment payment = payments.find(refund.paymentNo()).orElseThrow(NotFound::new);
        Outcome<GatewayRefund> outcome =
                gateways.of(payment).queryRefund(new RefundRef(refundNo, payment.ref(), refund.requestedAt()));
        return facts.record(() -> outcome instanceof Outcome.Succeeded<GatewayRefund> told
                ? books.take(refund, told.value(), null)
                : books.unknown(refund, outcome));
    }
}
