package io.orderloom.payment.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.payment.TakeRefundNotification;
import io.orderloom.shared.NotFound;
import io.orderloom.web.OpenRoute;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where UnionPay notifies payments and refunds, at one address. It repeats a notification until the status is
 * 200 (gateway's document "back notification"), so it is 200 only after the commit.
 */
@RestController
class UnionPayWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayWebhook.class);

    /** Says whose reader a form is for; whether it is true, that reader finds out. */
    private static final String REFUND = "txnType=04";

    /** Both null while the shop has no UnionPay. */
    private final PaymentNotification.@Nullable Reader payments;

    private final RefundNotification.@Nullable Reader refunds;
    private final TakeNotification takeNotification;
    private final TakeRefundNotification takeRefundNotification;
    private final MeterRegistry meters;

    UnionPayWebhook(
            List<PaymentNotification.Reader> payments,
            List<RefundNotification.Reader> refunds,
            TakeNotification takeNotification,
            TakeRefundNotification takeRefundNotification,
            MeterRegistry meters) {
        this.payments = payments.stream()
                .filter(reader -> reader.channel() == Channel.UNIONPAY)
                .findFirst()
                .orElse(null);
        this.refunds = refunds.stream()
                .filter(reader -> reader.channel() == Channel.UNIONPAY)
                .findFirst()
                .orElse(null);
        this.takeNotification = takeNotification;
        this.takeRefundNotification = takeRefundNotification;
        this.meters = meters;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(
            path = "/webhooks/unionpay",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> notification(@RequestBody byte[] body) {
        if (payments == null || refunds == null) {
            throw new NotFound();
        }
        PaymentNotification.Raw raw = new PaymentNotification.Raw(Map.of(), new String(body, StandardCharsets.UTF_8));
        try {
            if (Arrays.asList(raw.body().split("&", -1)).contains(REFUND)) {
                takeRefundNotification.take(refunds.read(raw));
            } else {
                takeNotification.take(payments.read(raw));
            }
            count("taken");
            return ResponseEntity.ok("ok");
        } catch (NotificationRefused refused) {
            // The message is ours and short; what was sent is an attacker's and stays out of the log.
            LOG.info("A UnionPay notification was refused: {}", refused.getMessage());
            count("refused");
            HttpStatus status = refused.reason() == NotificationRefused.Reason.NOT_AUTHENTIC
                    ? HttpStatus.UNAUTHORIZED
                    : HttpStatus.BAD_REQUEST;
            return ResponseEntity.status(status).body("not accepted");
        }
    }

    private void count(String verdict) {
        meters.counter("orderloom.notifications", "channel", "UNIONPAY", "verdict", verdict)
                .increment();
    }
}
