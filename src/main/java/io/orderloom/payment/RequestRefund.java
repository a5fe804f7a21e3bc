package io.orderloom.payment;

import io.orderloom.engine.PlannedStarts;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.UtcTime;
import java.time.Duration;
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
     */
    public Refund request(Payment payment, Money amount, RefundReason reason, String by) {
        if (!refunds.promise(payment.paymentNo(), amount)) {
            throw new RefundExceedsPaid();
        }
        Instant now = UtcTime.stored(clock.now());
        Instant askFrom = askFrom(payment, now);
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
    private Instant askFrom(Payment payment, Instant now) {
        Duration apart = gateways.of(payment).refundsApart();
        return refunds.lastAskFrom(payment.paymentNo())
                .map(last -> last.plus(apart))
                .filter(turn -> turn.isAfter(now))
                .orElse(now);
    }
}
