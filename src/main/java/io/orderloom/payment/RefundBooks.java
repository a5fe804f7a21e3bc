package io.orderloom.payment;

import io.orderloom.outbox.Outbox;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.payment.PaymentGateway.RefundState;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Outcome;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The one place where what a gateway says of a refund, or a person who paid it another way, becomes a fact of ours,
 * in a transaction that holds the order's lock.
 */
@Component
class RefundBooks {

    private static final Logger LOG = LoggerFactory.getLogger(RefundBooks.class);
    private static final String MISMATCH = "AMOUNT_MISMATCH";
    private static final String PAID_TWICE = "REFUNDED_TWICE";

    private final PayableOrders orders;
    private final ObjectProvider<RefundFollower> followers;
    private final RefundRepository refunds;
    private final PaymentRepository payments;
    private final Ledger ledger;
    private final Outbox outbox;
    private final BusinessClock clock;

    RefundBooks(
            PayableOrders orders,
            ObjectProvider<RefundFollower> followers,
            RefundRepository refunds,
            PaymentRepository payments,
            Ledger ledger,
            Outbox outbox,
            BusinessClock clock) {
        this.orders = orders;
        this.followers = followers;
        this.refunds = refunds;
        this.payments = payments;
        this.ledger = ledger;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Takes in what the gateway says, in the running transaction.
     *
     * @param refusedWith the gateway's code when it refused to be asked; a refund that it then does not know
     *     will never be paid by itself
     */
    RefundProgress take(Refund seen, GatewayRefund report, @Nullable String refusedWith) {
        Refund refund = current(seen);
        if (refund.status() == RefundStatus.SUCCEEDED) {
            if (refund.isPaidAnotherWay() && report.state() == RefundState.SUCCEEDED) {
                holdPaidTwice(refund);
            }
            return RefundProgress.PAID_OUT;
        }
        return switch (report.state()) {
            case SUCCEEDED -> succeeded(refund, report);
            case PROCESSING -> stands(refund, RefundStatus.PROCESSING, null, RefundProgress.UNDER_WAY);
            case ABNORMAL -> stands(refund, RefundStatus.ABNORMAL, "ABNORMAL", RefundProgress.UNDELIVERABLE);
            case NOT_ENOUGH -> stands(refund, RefundStatus.REQUESTED, "NOT_ENOUGH", RefundProgress.BALANCE_TOO_LOW);
            case LATER -> stands(refund, RefundStatus.REQUESTED, "LATER", RefundProgress.UNDER_WAY);
            case NOT_EXIST ->
                refusedWith == null
                        ? stands(refund, RefundStatus.REQUESTED, "NOT_EXIST", RefundProgress.UNHEARD_OF)
                        : stands(refund, RefundStatus.ABNORMAL, refusedWith, RefundProgress.UNDELIVERABLE);
        };
    }

    /** The gateway did not say; an earlier call, if not this one, may have done it. */
    RefundProgress unknown(Refund seen, Outcome<GatewayRefund> silence) {
        Refund refund = current(seen);
        if (refund.status() == RefundStatus.SUCCEEDED) {
            return RefundProgress.PAID_OUT;
        }
        RefundProgress progress =
                silence instanceof Outcome.NotExecuted ? RefundProgress.NOT_ASKED : RefundProgress.UNDER_WAY;
        return stands(refund, RefundStatus.UNKNOWN, silence.reasonOfFailure(), progress);
    }

    /** As it is under the order's lock: a notification may have come while the gateway was asked. */
    private Refund current(Refund seen) {
        if (orders.lock(seen.orderNo()).isEmpty()) {
            throw new IllegalStateException("Refund " + seen.refundNo() + " has no order");
        }
        return refunds.find(seen.refundNo()).orElseThrow();
    }

    private RefundProgress succeeded(Refund refund, GatewayRefund report) {
        if (!Objects.equals(report.amountFen(), refund.amount().fen())) {
            LOG.warn(
                    "Refund {} was reported with {} fen where {} fen were asked for: nothing booked",
                    refund.refundNo(),
                    report.amountFen(),
                    refund.amount().fen());
            orders.hold(refund.orderNo(), MISMATCH, refund.refundNo().value());
            return stands(refund, RefundStatus.UNKNOWN, MISMATCH, RefundProgress.UNDER_WAY);
        }
        Instant refundedAt = Objects.requireNonNullElse(report.refundedAt(), clock.now());
        if (refunds.succeeded(refund.refundNo(), report.gatewayRefundId(), refundedAt, clock.now())) {
            book(refund, LedgerAccount.GATEWAY, refundedAt, "gateway");
        }
        return RefundProgress.PAID_OUT;
    }

    /**
     * Books what a person has paid by other means than the gateway, in the running transaction.
     *
     * @param by who, as the timeline names people
     */
    void paidAnotherWay(Refund seen, String by) {
        Refund refund = current(seen);
        Instant now = clock.now();
        if (refunds.paidAnotherWay(refund.refundNo(), now)) {
            book(refund, LedgerAccount.BANK, now, by);
        } else {
            holdPaidTwice(refund);
        }
    }

    private void holdPaidTwice(Refund refund) {
        LOG.warn("Refund {} was paid by its gateway and another way, too", refund.refundNo());
        orders.hold(refund.orderNo(), PAID_TWICE, refund.refundNo().value());
    }

    private void book(Refund refund, LedgerAccount from, Instant refundedAt, String by) {
        Payment payment = payments.find(refund.paymentNo()).orElseThrow();
        ledger.refunded(refund, payment, from, refundedAt);
        outbox.append(
                new RefundSucceeded(
                        refund.orderNo().value(),
                        refund.refundNo().value(),
                        refund.paymentNo().value(),
                        refund.amount().fen(),
                        refund.reason().name()),
                by);
        if (payment.topUpOf() == null) {
            orders.refunded(refund.orderNo(), refund);
        }
        followers.orderedStream().forEach(follower -> follower.refunded(refund));
    }

    private RefundProgress stands(
            Refund refund, RefundStatus status, @Nullable String reason, RefundProgress progress) {
        refunds.stands(refund.refundNo(), status, reason, clock.now());
        return progress;
    }
}
