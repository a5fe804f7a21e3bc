package io.orderloom.payment.web;

import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.web.OpenRoute;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
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

    /** Says whose reader a form is for; whether it is true, that reader finds out. */
    private static final String REFUND = "txnType=04";

    private final GatewayNotifications notifications;

    UnionPayWebhook(GatewayNotifications notifications) {
        this.notifications = notifications;
    }

    @OpenRoute("the notification's signature is verified")
    @PostMapping(
            path = "/webhooks/unionpay",
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> notification(@RequestBody byte[] body) {
        PaymentNotification.Raw raw = new PaymentNotification.Raw(Map.of(), new String(body, StandardCharsets.UTF_8));
        HttpStatus status = Arrays.asList(raw.body().split("&", -1)).contains(REFUND)
                ? notifications.refund(Channel.UNIONPAY, raw)
                : notifications.payment(Channel.UNIONPAY, raw);
        return ResponseEntity.status(status).body(status == HttpStatus.OK ? "ok" : "not accepted");
    }
}
