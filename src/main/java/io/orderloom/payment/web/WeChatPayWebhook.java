package io.orderloom.payment.web;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.web.OpenRoute;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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

    private final GatewayNotifications notifications;

    WeChatPayWebhook(GatewayNotifications notifications) {
        this.notifications = notifications;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(path = "/webhooks/wechat-pay/payments", consumes = "application/json")
    ResponseEntity<Map<String, String>> payment(@RequestBody byte[] body, HttpServletRequest request) {
        return answer(notifications.payment(Channel.WECHAT_PAY, raw(body, request)));
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(path = "/webhooks/wechat-pay/refunds", consumes = "application/json")
    ResponseEntity<Map<String, String>> refund(@RequestBody byte[] body, HttpServletRequest request) {
        return answer(notifications.refund(Channel.WECHAT_PAY, raw(body, request)));
    }

    private static ResponseEntity<Map<String, String>> answer(HttpStatus status) {
        return ResponseEntity.status(status)
                .body(
                        status == HttpStatus.OK
                                ? Map.of("code", "SUCCESS", "message", "")
                                : Map.of("code", "FAIL", "message", "not accepted"));
    }

    private static PaymentNotification.Raw raw(byte[] body, HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(
                        name -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(request.getHeader(name))));
        return new PaymentNotification.Raw(headers, new String(body, StandardCharsets.UTF_8));
    }
}
