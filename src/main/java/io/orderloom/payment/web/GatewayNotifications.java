package io.orderloom.payment.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.PaymentNotification.Raw;
import io.orderloom.payment.RefundNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.payment.TakeRefundNotification;
import io.orderloom.shared.NotFound;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What becomes of a gateway's notification, whatever its address and the words of the answer. */
@Component
class GatewayNotifications {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayNotifications.class);

    private final List<PaymentNotification.Reader> payments;
    private final List<RefundNotification.Reader> refunds;
    private final TakeNotification takeNotification;
    private final TakeRefundNotification takeRefundNotification;
    private final MeterRegistry meters;

    GatewayNotifications(
            List<PaymentNotification.Reader> payments,
            List<RefundNotification.Reader> refunds,
            TakeNotification takeNotification,
            TakeRefundNotification takeRefundNotification,
            MeterRegistry meters) {
        this.payments = payments;
        this.refunds = refunds;
        this.takeNotification = takeNotification;
        this.takeRefundNotification = takeRefundNotification;
        this.meters = meters;
    }

    /**
     * Takes a notification of a payment; what is taken is committed.
     *
     * @return 200 when it was taken, 401 when it is not believed, 400 when it cannot be read
     * @throws NotFound while the shop does not take this channel
     */
    HttpStatus payment(Channel channel, Raw raw) {
        PaymentNotification.Reader reader = payments.stream()
                .filter(candidate -> candidate.channel() == channel)
                .findFirst()
                .orElseThrow(NotFound::new);
        return taken(channel, () -> takeNotification.take(reader.read(raw)));
    }

    /** As {@link #payment}, for a notification of a refund. */
    HttpStatus refund(Channel channel, Raw raw) {
        RefundNotification.Reader reader = refunds.stream()
                .filter(candidate -> candidate.channel() == channel)
                .findFirst()
                .orElseThrow(NotFound::new);
        return taken(channel, () -> takeRefundNotification.take(reader.read(raw)));
    }

    private HttpStatus taken(Channel channel, Runnable taking) {
        try {
            taking.run();
            count(channel, "taken");
            return HttpStatus.OK;
        } catch (NotificationRefused refused) {
            // The message is ours and short; what was sent is an attacker's and stays out of the log.
            LOG.info("A notification of {} was refused: {}", channel, refused.getMessage());
            count(channel, "refused");
            return refused.reason() == NotificationRefused.Reason.NOT_AUTHENTIC
                    ? HttpStatus.UNAUTHORIZED
                    : HttpStatus.BAD_REQUEST;
        }
    }

    private void count(Channel channel, String verdict) {
        meters.counter("orderloom.notifications", "channel", channel.name(), "verdict", verdict)
                .increment();
    }
}
