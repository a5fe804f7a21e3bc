package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import io.orderloom.payment.Channel;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads Alipay's notifications (gateway's document "asynchronous notification"). They come again for as long
 * as 25 hours under the same id, so their age says nothing; that each is taken once does the inbox.
 */
final class AlipayNotificationReader implements PaymentNotification.Reader {

    /** Real ones have two or three thousand. */
    private static final int LONGEST_BODY = 64 * 1024;

    private static final int MOST_FIELDS = 100;
    private static final int LONGEST_ID = 64;

    private final AlipaySettings settings;
    private final AlipayKeys keys;

    AlipayNotificationReader(AlipaySettings settings, AlipayKeys keys) {
        this.settings = settings;
        this.keys = keys;
    }

    @Override
    public Channel channel() {
        return Channel.ALIPAY;
    }

    @Override
    public PaymentNotification read(PaymentNotification.Raw raw) {
        Map<String, String> fields = fields(raw.body());
        requirePlausible(fields);
        if (!keys.ring().isAlipays(key -> isSigned(fields, key))) {
            throw notAuthentic("its signature is wrong");
        }
        if (!settings.sellerId().equals(fields.get("seller_id"))) {
            throw NotificationRefused.forAnotherMerchant();
        }
        try {
            return new PaymentNotification(Channel.ALIPAY, id(fields), payment(fields));
        } catch (AlipayWords.Unreadable e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** The checks that need no cryptography. */
    private void requirePlausible(Map<String, String> fields) {
        if (fields.getOrDefault("sign", "").isBlank()) {
            throw notAuthentic("it has no signature");
        }
        if (!"RSA2".equals(fields.get("sign_type"))) {
            throw notAuthentic("it is signed in another way");
        }
        if (!"utf-8".equalsIgnoreCase(fields.getOrDefault("charset", "utf-8"))) {
            throw notAuthentic("it is written in another way");
        }
        if (!settings.appId().equals(fields.get("app_id"))) {
            throw notAuthentic("it is meant for another application");
        }
    }

    private static boolean isSigned(Map<String, String> fields, String publicKey) {
        try {
            // The SDK takes the signature out of the map that it is given.
            return AlipaySignature.rsaCheckV1(new HashMap<>(fields), publicKey, "UTF-8", "RSA2");
        } catch (AlipayApiException | RuntimeException e) {
            return false;
        }
    }

    /** Only called once the signature is known to be right. */
    private static String id(Map<String, String> fields) {
        String id = fields.getOrDefault("notify_id", "");
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw unreadable("it has no id");
        }
        if (!"trade_status_sync".equals(fields.get("notify_type"))) {
            throw unreadable("it is not of a payment");
        }
        return id;
    }

    private static GatewayPayment payment(Map<String, String> fields) {
        @Nullable Instant paidAt = AlipayWords.time(fields.get("gmt_payment"));
        State state = AlipayGateway.state(fields.get("trade_status"), paidAt);
        // A refund is told in the same words as the payment: that is no second payment.
        boolean ofRefund = fields.containsKey("refund_fee") || fields.containsKey("gmt_refund");
        return new GatewayPayment(
                AlipayWords.number(fields.get("out_trade_no")),
                ofRefund && state == State.PAID ? State.REFUNDED : state,
                AlipayWords.fen(fields.get("total_amount")),
                AlipayGateway.currency(fields.get("trans_currency")),
                fields.get("trade_no"),
                paidAt,
                AlipayGateway.payer(fields.get("buyer_open_id"), fields.get("buyer_id")),
                true);
    }

    /** The form as it was sent. A field that comes twice has no meaning. */
    private static Map<String, String> fields(String body) {
        if (body.length() > LONGEST_BODY) {
            throw unreadable("it is too long");
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&", MOST_FIELDS + 1)) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw notAuthentic("it is no form");
            }
            String name = decoded(pair.substring(0, equals));
            if (fields.put(name, decoded(pair.substring(equals + 1))) != null || fields.size() > MOST_FIELDS) {
                throw notAuthentic("its fields are repeated or too many");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notAuthentic("it is no form");
        }
    }

    private static NotificationRefused notAuthentic(String message) {
        return new NotificationRefused(Reason.NOT_AUTHENTIC, message);
    }

    private static NotificationRefused unreadable(String message) {
        return new NotificationRefused(Reason.UNREADABLE, message);
    }
}
