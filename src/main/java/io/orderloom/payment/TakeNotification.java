package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentBooks.Known;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentInbox.Verdict;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.PaymentNo;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Service;

/**
 * Takes an authentic notification: inbox row, fact and the process's step in one commit. If the model
 * fails on it, inbox row and fact commit alone.
 */
@Service
public class TakeNotification {

    private static final Logger LOG = LoggerFactory.getLogger(TakeNotification.class);

    /** What log lines call the order. */
    private static final String ORDER = "orderNo";

    private final PaymentRepository payments;
    private final PaymentInbox inbox;
    private final OrphanRepository orphans;
    private final PaymentBooks books;
    private final FactRecorder facts;
    private final BusinessClock clock;

    TakeNotification(
            PaymentRepository payments,
            PaymentInbox inbox,
            OrphanRepository orphans,
            PaymentBooks books,
            FactRecorder facts,
            BusinessClock clock) {
        this.payments = payments;
        this.inbox = inbox;
        this.orphans = orphans;
        this.books = books;
        this.facts = facts;
        this.clock = clock;
    }

    /** Takes it once; a repetition changes nothing. */
    public void take(PaymentNotification notification) {
        try {
            facts.record(() -> {
                Optional<Payment> payment = find(notification);
                payment.ifPresent(found -> MDC.put(ORDER, found.orderNo().value()));
                return payment.isPresent() ? record(payment.get(), notification) : keepOrphan(notification);
            });
        } finally {
            MDC.remove(ORDER);
        }
    }

    private Optional<Payment> find(PaymentNotification notification) {
        String number = notification.payment().number();
        return BusinessNumbers.isNumber(number)
                ? payments.find(new PaymentNo(number)).filter(found -> found.channel() == notification.channel())
                : Optional.empty();
    }

    private boolean keepOrphan(PaymentNotification notification) {
        Instant now = clock.now();
        if (!inbox.add(notification, Verdict.UNKNOWN_PAYMENT, now)) {
            return false;
        }
        GatewayPayment told = notification.payment();
        LOG.warn("A notification of {} names payment {}, which is not ours", notification.channel(), told.number());
        orphans.add(
                new Orphan(Orphan.Kind.PAYMENT, told.number(), notification.channel(), told.amountFen(), now),
                notification.notificationId());
        return true;
    }

    private boolean record(Payment payment, PaymentNotification notification) {
        Instant now = clock.now();
        boolean success = notification.payment().state() == State.PAID;
        if (!inbox.add(notification, success ? Verdict.TAKEN : Verdict.ASKING, now)) {
            return false;
        }
        if (!success) {
            // Only success is believed from a notification; for anything else the gateway is asked.
            payments.askAt(payment.paymentNo(), now);
        } else if (books.take(payment, notification.payment()) == Known.DISAGREES) {
            inbox.disagrees(notification);
            payments.askAt(payment.paymentNo(), now);
        }
        return true;
    }
}
