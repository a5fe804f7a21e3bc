package io.orderloom.payment.web;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.web.OpenRoute;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

    private final GatewayNotifications notifications;

    AlipayWebhook(GatewayNotifications notifications) {
        this.notifications = notifications;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(
            path = "/webhooks/alipay",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> payment(@RequestBody byte[] body) {
        HttpStatus status = notifications.payment(
                Channel.ALIPAY, new PaymentNotification.Raw(Map.of(), new String(body, StandardCharsets.UTF_8)));
        return ResponseEntity.status(status).body(status == HttpStatus.OK ? "success" : "failure");
    }
}
