package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentBooks.Known;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.Reconciliation.Difference;
import io.orderloom.payment.Reconciliation.DifferenceRef;
import io.orderloom.payment.Reconciliation.Kind;
import io.orderloom.payment.Reconciliation.Proposal;
import io.orderloom.payment.Reconciliation.Settlement;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * "Apply repair": does what was proposed for a difference. A bill is never booked: it says where to look, and
 * what the gateway answers when it is asked is a fact.
 */
@Service
public class ApplyRepair {

    private final ReconciliationRepository days;
    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final PaymentGateways gateways;
    private final PaymentBooks books;
    private final PayableOrders orders;
    private final FactRecorder facts;
    private final BusinessClock clock;

    ApplyRepair(
            ReconciliationRepository days,
            PaymentRepository payments,
            RefundRepository refunds,
            PaymentGateways gateways,
            PaymentBooks books,
            PayableOrders orders,
            FactRecorder facts,
            BusinessClock clock) {
        this.days = days;
        this.payments = payments;
        this.refunds = refunds;
        this.gateways = gateways;
        this.books = books;
        this.orders = orders;
        this.facts = facts;
        this.clock = clock;
    }

    /** What came of it, and the amount that the gateway told. */
    private record Repaired(Settlement as, @Nullable Long askedFen) {}

    /** @return whether it is repaired; false while the gateway does not answer */
    public boolean apply(DifferenceRef ref) {
        Difference difference = days.unsettled(ref).orElse(null);
        if (difference == null) {
            return true;
        }
        Optional<Repaired> repaired = difference.proposal() == Proposal.CLEAR_UP_WITH_GATEWAY
                ? Optional.of(new Repaired(Settlement.LEFT_TO_STAFF, null))
                : difference.about() == BillSource.Kind.CHARGE ? charge(difference) : refund(difference);
        repaired.ifPresent(result -> days.settled(ref, result.as(), result.askedFen(), clock.now()));
        return repaired.isPresent();
    }

    private Optional<Repaired> charge(Difference difference) {
        Payment payment = payments.find(new PaymentNo(difference.number())).orElseThrow(NotFound::new);
        Outcome<GatewayPayment> outcome = gateways.of(payment).query(payment.ref());
        if (!(outcome instanceof Outcome.Succeeded<GatewayPayment> told)
                || told.value().state() == State.PAYING) {
            return Optional.empty();
        }
        GatewayPayment report = told.value();
        if (difference.kind() == Kind.UNKNOWN_TO_US) {
            Known known = facts.record(() -> books.take(payment, report));
            return Optional.of(new Repaired(
                    switch (known) {
                        case PAID -> Settlement.BOOKED;
                        case DISAGREES -> Settlement.HELD;
                        // The gateway does not stand by its own bill.
                        case CLOSED, OPEN, NOT_KNOWN -> Settlement.LEFT_TO_STAFF;
                    },
                    report.amountFen()));
        }
        boolean confirmed = (report.state() == State.PAID || report.state() == State.REFUNDED)
                && report.merchantMatches()
                && Objects.equals(report.amountFen(), payment.amount().fen())
                && Money.CURRENCY.equals(report.currency());
        return Optional.of(settled(difference, payment.orderNo(), confirmed, report.amountFen()));
    }

    private Optional<Repaired> refund(Difference difference) {
        Refund refund = refunds.find(new RefundNo(difference.number())).orElseThrow(NotFound::new);
        Payment payment = payments.find(refund.paymentNo()).orElseThrow(NotFound::new);
        Outcome<GatewayRefund> outcome =
                gateways.of(payment).queryRefund(new RefundRef(refund.refundNo(), payment.ref(), refund.requestedAt()));
        if (!(outcome instanceof Outcome.Succeeded<GatewayRefund> told)) {
            return Optional.empty();
        }
        GatewayRefund report = told.value();
        boolean confirmed = (report.state() == RefundState.SUCCEEDED || report.state() == RefundState.PROCESSING)
                && (report.amountFen() == null
                        || report.amountFen() == refund.amount().fen());
        return Optional.of(settled(difference, refund.orderNo(), confirmed, report.amountFen()));
    }

    private Repaired settled(Difference difference, OrderNo orderNo, boolean confirmed, @Nullable Long askedFen) {
        if (confirmed && difference.proposal() != Proposal.HOLD_ORDER) {
            return new Repaired(Settlement.CONFIRMED, askedFen);
        }
        String reason = difference.kind() == Kind.AMOUNT ? "AMOUNT_MISMATCH" : "MISSING_AT_GATEWAY";
        facts.record(() -> {
            if (orders.lock(orderNo).isPresent()) {
                orders.hold(orderNo, reason, difference.number());
            }
            return Boolean.TRUE;
        });
        return new Repaired(Settlement.HELD, askedFen);
    }
}
