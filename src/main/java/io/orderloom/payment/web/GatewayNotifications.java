package io.orderloom.payment.web;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.PaymentSettings;
import io.orderloom.payment.RefundNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.payment.TakeRefundNotification;
import io.orderloom.shared.NotFound;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What becomes of a gateway's notification, whatever its address and the words of the answer. */
@Component
class GatewayNotifications {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayNotifications.class);

    /** A waiting notification holds a thread; its gateway tells it again anyway. */
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(300);

    private final List<PaymentNotification.Reader> payments;
    private final List<RefundNotification.Reader> refunds;
    private final TakeNotification takeNotification;
    private final TakeRefundNotification takeRefundNotification;
    private final Bulkhead turns;
    private final MeterRegistry meters;

    GatewayNotifications(
            List<PaymentNotification.Reader> payments,
            List<RefundNotification.Reader> refunds,
            TakeNotification takeNotification,
            TakeRefundNotification takeRefundNotification,
            PaymentSettings settings,
            MeterRegistry meters) {
        this.payments = payments;
        this.refunds = refunds;
        this.takeNotification = takeNotification;
        this.takeRefundNotification = takeRefundNotification;
        turns = Bulkhead.of(
                "notifications",
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.mostNotifications())
                        .maxWaitDuration(LONGEST_QUEUE)
                        .build());
        this.meters = meters;
    }

    /**
     * Takes a notification of a payment; what is taken is committed.
     *
     * @return 200 when it was taken, 401 when it is not believed, 400 when it cannot be read, 503 when too many are
     *     being taken and it must be told again
     * @throws NotFound while the shop does not take this channel
     */
    HttpStatus payment(Channel channel, Raw raw) {
        PaymentNotification.Reader reader = payments.stream()
                .filter(candidate -> candidate.channel() == channel)
                .findFirst()
                .orElseThrow(NotFound::new);
        return taken(channel, () -> {
            PaymentNotification read = reader.read(raw);
            return () -> takeNotification.take(read);
        });
    }

    /** As {@link #payment}, for a notification of a refund. */
    HttpStatus refund(Channel channel, Raw raw) {
        RefundNotification.Reader reader = refunds.stream()
                .filter(candidate -> candidate.channel() == channel)
                .findFirst()
                .orElseThrow(NotFound::new);
        return taken(channel, () -> {
            RefundNotification read = reader.read(raw);
            return () -> takeRefundNotification.take(read);
        });
    }

    /** @param reading checks first who tells it, so that no forger takes a turn */
    private HttpStatus taken(Channel channel, Supplier<Runnable> reading) {
        try {
            Runnable taking = reading.get();
            if (!turns.tryAcquirePermission()) {
                count(channel, "postponed");
                return HttpStatus.SERVICE_UNAVAILABLE;
            }
            try {
                taking.run();
            } finally {
                turns.onComplete();
            }
            count(channel, "taken");
            return HttpStatus.OK;
        } catch (NotificationRefused refused) {
            return refused(channel, refused);
        }
    }

    /** The message is ours and short; what was sent is an attacker's and stays out of the log. */
    private HttpStatus refused(Channel channel, NotificationRefused refused) {
        if (refused.reason() == Reason.ANOTHER_MERCHANT) {
            // No passer-by can make one: the shop is set up wrongly, or a gateway's key is in other hands.
            LOG.warn("An authentic notification of {} was refused: {}", channel, refused.getMessage());
            count(channel, "another-merchant");
        } else {
            LOG.info("A notification of {} was refused: {}", channel, refused.getMessage());
            count(channel, "refused");
        }
        return refused.reason() == Reason.UNREADABLE ? HttpStatus.BAD_REQUEST : HttpStatus.UNAUTHORIZED;
    }

    private void count(Channel channel, String verdict) {
        meters.counter("orderloom.notifications", "channel", channel.name(), "verdict", verdict)
                .increment();
    }
}
