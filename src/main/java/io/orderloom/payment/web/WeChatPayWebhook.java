package io.orderloom.payment.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.shared.NotFound;
import io.orderloom.web.OpenRoute;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where WeChat Pay notifies payments. The status code alone decides whether WeChat repeats (gateway's
 * document "notification": 200 or 204 done, 4xx and 5xx again), so it is 200 only after the commit.
 */
@RestController
class WeChatPayWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayWebhook.class);

    /** Null while the shop has no WeChat Pay. */
    private final PaymentNotification.@Nullable Reader reader;

    private final TakeNotification takeNotification;
    private final MeterRegistry meters;

    WeChatPayWebhook(
            List<PaymentNotification.Reader> readers, TakeNotification takeNotification, MeterRegistry meters) {
        this.reader = readers.stream()
                .filter(candidate -> candidate.channel() == Channel.WECHAT_PAY)
                .findFirst()
                .orElse(null);
        this.takeNotification = takeNotification;
        this.meters = meters;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(path = "/webhooks/wechat-pay/payments", consumes = "application/json")
    ResponseEntity<Map<String, String>> payment(@RequestBody byte[] body, HttpServletRequest request) {
        if (reader == null) {
            throw new NotFound();
        }
        try {
            takeNotification.take(reader.read(new PaymentNotification.Raw(
                    headers(request), new String(body, java.nio.charset.StandardCharsets.UTF_8))));
            meters.counter("orderloom.notifications", "channel", "WECHAT_PAY", "verdict", "taken")
                    .increment();
            return ResponseEntity.ok(Map.of("code", "SUCCESS", "message", ""));
        } catch (NotificationRefused refused) {
            // The message is ours and short; what was sent is an attacker's and stays out of the log.
            LOG.info("A WeChat Pay notification was refused: {}", refused.getMessage());
            meters.counter("orderloom.notifications", "channel", "WECHAT_PAY", "verdict", "refused")
                    .increment();
            HttpStatus status = refused.reason() == NotificationRefused.Reason.NOT_AUTHENTIC
                    ? HttpStatus.UNAUTHORIZED
                    : HttpStatus.BAD_REQUEST;
            return ResponseEntity.status(status).body(Map.of("code", "FAIL", "message", "not accepted"));
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(
                        name -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(request.getHeader(name))));
        return headers;
    }
}
