package io.orderloom.payment;

import io.orderloom.engine.FactRecorder;
import io.orderloom.payment.PaymentGateway.GatewayRefund;
import io.orderloom.shared.BusinessClock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Service;

/** Takes an authentic refund notification: inbox row, fact and the process's step in one commit. */
@Service
public class TakeRefundNotification {

    private static final Logger LOG = LoggerFactory.getLogger(TakeRefundNotification.class);

    private final RefundRepository refunds;
    private final OrphanRepository orphans;
    private final RefundBooks books;
    private final RefundSettled refundSettled;
    private final FactRecorder facts;
    private final BusinessClock clock;

    TakeRefundNotification(
            RefundRepository refunds,
            OrphanRepository orphans,
            RefundBooks books,
            RefundSettled refundSettled,
            FactRecorder facts,
            BusinessClock clock) {
        this.refunds = refunds;
        this.orphans = orphans;
        this.books = books;
        this.refundSettled = refundSettled;
        this.facts = facts;
        this.clock = clock;
    }

    /** Takes it once; a repetition changes nothing. One about a refund that is not ours is kept for operators. */
    public void take(RefundNotification notification) {
        Optional<Refund> refund = refunds.find(notification.refund().refundNo());
        if (refund.isEmpty()) {
            LOG.warn(
                    "A notification of {} names refund {}, which is not ours",
                    notification.channel(),
                    notification.refund().refundNo());
            facts.record(() -> keepOrphan(notification));
            return;
        }
        try (MDC.MDCCloseable order =
                MDC.putCloseable("orderNo", refund.get().orderNo().value())) {
            facts.record(() -> record(refund.get(), notification));
        }
    }

    /** Somebody gave money back past this shop, at the gateway's own page for instance. */
    private boolean keepOrphan(RefundNotification notification) {
        Instant now = clock.now();
        if (!refunds.received(notification, now)) {
            return false;
        }
        GatewayRefund told = notification.refund();
        orphans.add(
                new Orphan(Orphan.Kind.REFUND, told.refundNo().value(), notification.channel(), told.amountFen(), now),
                notification.notificationId());
        return true;
    }

    private boolean record(Refund refund, RefundNotification notification) {
        if (!refunds.received(notification, clock.now())) {
            return false;
        }
        books.take(refund, notification.refund(), null);
        // Read again: the process may have begun between the first look and the order's lock.
        refunds.find(refund.refundNo()).ifPresent(refundSettled::tell);
        return true;
    }
}
