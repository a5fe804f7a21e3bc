package io.orderloom.payment.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.shared.NotFound;
import io.orderloom.web.OpenRoute;
import java.nio.charset.StandardCharsets;
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
 * Where Alipay notifies payments. It repeats for 25 hours until the answer is the word {@code success}, so
 * that is said only after the commit.
 */
@RestController
class AlipayWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(AlipayWebhook.class);

    /** Null while the shop has no Alipay. */
    private final PaymentNotification.@Nullable Reader payments;

    private final TakeNotification takeNotification;
    private final MeterRegistry meters;

    AlipayWebhook(List<PaymentNotification.Reader> payments, TakeNotification takeNotification, MeterRegistry meters) {
        this.payments = payments.stream()
                .filter(reader -> reader.channel() == Channel.ALIPAY)
                .findFirst()
                .orElse(null);
        this.takeNotification = takeNotification;
        this.meters = meters;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(
            path = "/webhooks/alipay",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> payment(@RequestBody byte[] body) {
        if (payments == null) {
            throw new NotFound();
        }
        try {
            takeNotification.take(
                    payments.read(new PaymentNotification.Raw(Map.of(), new String(body, StandardCharsets.UTF_8))));
            count("taken");
            return ResponseEntity.ok("success");
        } catch (NotificationRefused refused) {
            // The message is ours and short; what was sent is an attacker's and stays out of the log.
            LOG.info("An Alipay notification was refused: {}", refused.getMessage());
            count("refused");
            HttpStatus status = refused.reason() == NotificationRefused.Reason.NOT_AUTHENTIC
                    ? HttpStatus.UNAUTHORIZED
                    : HttpStatus.BAD_REQUEST;
            return ResponseEntity.status(status).body("failure");
        }
    }

    private void count(String verdict) {
        meters.counter("orderloom.notifications", "channel", "ALIPAY", "verdict", verdict)
                .increment();
    }
}
