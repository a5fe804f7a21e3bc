package io.orderloom.payment;

import io.orderloom.engine.PlannedStarts;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.PaymentGateway.RefundLimits;
import io.orderloom.payment.RefundRepository.Earlier;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import org.springframework.stereotype.Service;

/**
 * Writes down that money goes back: its number and its promise are committed with the fact it follows from,
 * and only then the refund process asks the gateway.
 */
@Service
public class RequestRefund {

    private static final String PROCESS = "RefundProcess";
    private static final String REFUND_NO = "refundNo";

    private final RefundRepository refunds;
    private final PaymentGateways gateways;
    private final PlannedStarts starts;
    private final BusinessNumbers numbers;
    private final Outbox outbox;
    private final BusinessClock clock;

    RequestRefund(
            RefundRepository refunds,
            PaymentGateways gateways,
            PlannedStarts starts,
            BusinessNumbers numbers,
            Outbox outbox,
            BusinessClock clock) {
        this.refunds = refunds;
        this.gateways = gateways;
        this.starts = starts;
        this.numbers = numbers;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Promises a part of a succeeded payment back, in the running transaction under the order's lock.
     *
     * @param by who wants it, as in {@link Outbox#append}
     * @throws RefundExceedsPaid when so much is not left of the payment
     * @throws RefundsUsedUp when a person asks for one more than the gateway takes
     * @throws RefundWindowOver when a person asks for it later than the gateway takes it
     */
    public Refund request(Payment payment, Money amount, RefundReason reason, String by) {
        if (!refunds.promise(payment.paymentNo(), amount)) {
            throw new RefundExceedsPaid();
        }
        Instant now = UtcTime.stored(clock.now());
        RefundLimits limits = gateways.of(payment).refundLimits();
        Earlier earlier = refunds.earlier(payment.paymentNo());
        if (reason == RefundReason.STAFF) {
            // Who asks is told. What goes back by itself is asked for all the same, and the gateway's refusal
            // becomes a person's task: that money may not be forgotten.
            requireWithin(limits, earlier, payment, now);
        }
        Instant askFrom = askFrom(limits, earlier, now);
        Refund refund = new Refund(
                new RefundNo(numbers.next()),
                payment.orderNo(),
                payment.paymentNo(),
                amount,
                RefundStatus.REQUESTED,
                reason,
                now,
                null,
                null,
                null,
                now,
                null);
        refunds.insert(refund, askFrom);
        starts.plan(
                new PlannedStarts.Plan(
                        PROCESS, payment.orderNo(), REFUND_NO, refund.refundNo().value()),
                askFrom);
        outbox.append(
                new RefundRequested(
                        payment.orderNo().value(),
                        refund.refundNo().value(),
                        payment.paymentNo().value(),
                        amount.fen(),
                        reason.name()),
                by);
        return refund;
    }

    /** Refunds of one payment stand in line, as far apart as their gateway wants them. */
    private static Instant askFrom(RefundLimits limits, Earlier earlier, Instant now) {
        Instant last = earlier.lastAskFrom();
        return last == null || last.plus(limits.apart()).isBefore(now) ? now : last.plus(limits.apart());
    }

    private static void requireWithin(RefundLimits limits, Earlier earlier, Payment payment, Instant now) {
        if (earlier.count() >= limits.most()) {
            throw new RefundsUsedUp(payment.channel(), limits.most());
        }
        Instant paidAt = payment.paidAt();
        if (paidAt != null && paidAt.plus(limits.window()).isBefore(now)) {
            throw new RefundWindowOver(payment.channel(), limits.window());
        }
    }
}
