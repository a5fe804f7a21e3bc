package io.orderloom.payment;

import io.orderloom.outbox.Outbox;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.Payable.Standing;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * The one place where what a gateway says becomes a fact of ours. Notifications, asking and closing all
 * end here, in a transaction that holds the order's lock.
 */
@Component
class PaymentBooks {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentBooks.class);
    private static final String MISMATCH = "AMOUNT_MISMATCH";
    private static final String TRANSACTION_REUSED = "TRANSACTION_REUSED";
    private static final String GATEWAY = "gateway";

    private final Payables payables;
    private final PaymentRepository payments;
    private final PaymentGateways gateways;
    private final RequestRefund requestRefund;
    private final Ledger ledger;
    private final CloseOpenPayments closeOpenPayments;
    private final Outbox outbox;
    private final Timeline timeline;
    private final BusinessClock clock;

    PaymentBooks(
            Payables payables,
            PaymentRepository payments,
            PaymentGateways gateways,
            RequestRefund requestRefund,
            Ledger ledger,
            CloseOpenPayments closeOpenPayments,
            Outbox outbox,
            Timeline timeline,
            BusinessClock clock) {
        this.payables = payables;
        this.payments = payments;
        this.gateways = gateways;
        this.requestRefund = requestRefund;
        this.ledger = ledger;
        this.closeOpenPayments = closeOpenPayments;
        this.outbox = outbox;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** What is known of a payment after a report was taken in. */
    enum Known {
        PAID,
        CLOSED,
        OPEN,
        /** The payer is typing the password, or nobody can say. */
        NOT_KNOWN,
        /** The report disagrees with our books; nothing was booked. */
        DISAGREES
    }

    /** Takes in what the gateway says, in the running transaction. */
    Known take(Payment payment, GatewayPayment report) {
        Payable due = payables.lock(payment.orderNo(), payment.topUpOf())
                .orElseThrow(() -> new IllegalStateException("Payment " + payment.paymentNo() + " has no order"));
        Instant now = clock.now();
        return switch (report.state()) {
            case PAID, REFUNDED -> paid(payment, report, due, now);
            case CLOSED -> closed(payment, now);
            case NOT_EXIST -> {
                // A code or a page that nobody opened is in the shopper's hands alone, and the shopper gave it up.
                boolean never = (due.givenUp() || gateways.of(payment).absenceIsFinal(payment.ref(), now))
                        && (due.standing() != Standing.PAYABLE || now.isAfter(payment.expiresAt()));
                yield never ? closed(payment, now) : open(payment, now);
            }
            case NOT_PAID -> open(payment, now);
            case PAYING -> Known.NOT_KNOWN;
        };
    }

    private Known paid(Payment payment, GatewayPayment report, Payable due, Instant now) {
        Long amountFen = report.amountFen();
        boolean agrees = report.merchantMatches()
                && amountFen != null
                && amountFen == payment.amount().fen()
                && Money.CURRENCY.equals(report.currency());
        if (!agrees) {
            LOG.warn(
                    "Payment {} was reported with {} fen {} where {} fen were asked for: nothing booked",
                    payment.paymentNo(),
                    amountFen,
                    report.currency(),
                    payment.amount().fen());
            payables.hold(payment.orderNo(), MISMATCH, payment.paymentNo().value());
            return Known.DISAGREES;
        }
        Instant paidAt = report.paidAt() == null ? now : report.paidAt();
        boolean first;
        try {
            first = payments.succeeded(
                    payment.paymentNo(), report.gatewayTransactionId(), report.payerId(), paidAt, now);
        } catch (DuplicateKeyException e) {
            LOG.warn(
                    "Payment {} was reported with a transaction that paid another payment: nothing booked",
                    payment.paymentNo());
            payables.hold(
                    payment.orderNo(), TRANSACTION_REUSED, payment.paymentNo().value());
            return Known.DISAGREES;
        }
        if (first) {
            Payment booked = payment.succeeded(report.gatewayTransactionId(), paidAt, now);
            if (due.standing() == Standing.PAYABLE || due.standing() == Standing.CLOSING) {
                ledger.charged(booked, LedgerAccount.of(booked), paidAt);
                payables.paid(booked);
                if (due.standing() == Standing.PAYABLE) {
                    // The others must not be paid as well; while it is being closed that is under way already.
                    closeOpenPayments.close(booked.orderNo(), booked.topUpOf());
                }
            } else {
                surplus(booked, due, paidAt);
            }
        }
        return Known.PAID;
    }

    /** Money that is not needed: what it is for was paid already, or is over. It goes back by itself. */
    private void surplus(Payment booked, Payable due, Instant paidAt) {
        RefundReason reason =
                due.standing() == Standing.PAID ? RefundReason.DUPLICATE_PAYMENT : RefundReason.LATE_PAYMENT;
        LOG.warn("Payment {} brought money that nobody needs: {}", booked.paymentNo(), reason);
        ledger.charged(booked, LedgerAccount.SURPLUS, paidAt);
        outbox.append(
                new PaymentSurplus(
                        booked.orderNo().value(),
                        booked.paymentNo().value(),
                        booked.channel().name(),
                        booked.amount().fen(),
                        reason.name()),
                GATEWAY);
        requestRefund.request(booked, booked.amount(), reason, "system");
    }

    private Known closed(Payment payment, Instant now) {
        if (payments.closed(payment.paymentNo(), now)) {
            timeline.note(
                    payment.orderNo(),
                    "payment.closed",
                    GATEWAY,
                    payment.channel().name());
        }
        return Known.CLOSED;
    }

    private Known open(Payment payment, Instant now) {
        if (payment.status() == PaymentStatus.UNKNOWN) {
            payments.pending(payment.paymentNo(), now);
        }
        return Known.OPEN;
    }
}
