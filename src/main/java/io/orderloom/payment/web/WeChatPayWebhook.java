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
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
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
 * Where WeChat Pay notifies payments and refunds. The status code alone decides whether WeChat repeats (gateway's
 * document "notification": 200 or 204 done, 4xx and 5xx again), so it is 200 only after the commit.
 */
@RestController
class WeChatPayWebhook {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayWebhook.class);

    /** Both null while the shop has no WeChat Pay. */
    private final PaymentNotification.@Nullable Reader payments;

    private final RefundNotification.@Nullable Reader refunds;
    private final TakeNotification takeNotification;
    private final TakeRefundNotification takeRefundNotification;
    private final MeterRegistry meters;

    WeChatPayWebhook(
            List<PaymentNotification.Reader> payments,
            List<RefundNotification.Reader> refunds,
            TakeNotification takeNotification,
            TakeRefundNotification takeRefundNotification,
            MeterRegistry meters) {
        this.payments = payments.stream()
                .filter(reader -> reader.channel() == Channel.WECHAT_PAY)
                .findFirst()
                .orElse(null);
        this.refunds = refunds.stream()
                .filter(reader -> reader.channel() == Channel.WECHAT_PAY)
                .findFirst()
                .orElse(null);
        this.takeNotification = takeNotification;
        this.takeRefundNotification = takeRefundNotification;
        this.meters = meters;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(path = "/webhooks/wechat-pay/payments", consumes = "application/json")
    ResponseEntity<Map<String, String>> payment(@RequestBody byte[] body, HttpServletRequest request) {
        PaymentNotification.Reader reader = orNotFound(payments);
        return answer(() -> takeNotification.take(reader.read(raw(body, request))));
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(path = "/webhooks/wechat-pay/refunds", consumes = "application/json")
    ResponseEntity<Map<String, String>> refund(@RequestBody byte[] body, HttpServletRequest request) {
        RefundNotification.Reader reader = orNotFound(refunds);
        return answer(() -> takeRefundNotification.take(reader.read(raw(body, request))));
    }

    private ResponseEntity<Map<String, String>> answer(Runnable taking) {
        try {
            taking.run();
            count("taken");
            return ResponseEntity.ok(Map.of("code", "SUCCESS", "message", ""));
        } catch (NotificationRefused refused) {
            // The message is ours and short; what was sent is an attacker's and stays out of the log.
            LOG.info("A WeChat Pay notification was refused: {}", refused.getMessage());
            count("refused");
            HttpStatus status = refused.reason() == NotificationRefused.Reason.NOT_AUTHENTIC
                    ? HttpStatus.UNAUTHORIZED
                    : HttpStatus.BAD_REQUEST;
            return ResponseEntity.status(status).body(Map.of("code", "FAIL", "message", "not accepted"));
        }
    }

    private void count(String verdict) {
        meters.counter("orderloom.notifications", "channel", "WECHAT_PAY", "verdict", verdict)
                .increment();
    }

    private static <T> T orNotFound(@Nullable T reader) {
        if (reader == null) {
            throw new NotFound();
        }
        return reader;
    }

    private static PaymentNotification.Raw raw(byte[] body, HttpServletRequest request) {
        return new PaymentNotification.Raw(headers(request), new String(body, StandardCharsets.UTF_8));
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
