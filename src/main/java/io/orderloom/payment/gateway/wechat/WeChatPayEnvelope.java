package io.orderloom.payment.gateway.wechat;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.Notification;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.core.util.GsonUtil;
import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.shared.WireClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and opens WeChat Pay's notifications of any kind (gateway's document "notification"). What costs
 * nothing is checked first, so that a flood of forgeries costs little.
 */
final class WeChatPayEnvelope {

    /** Both ways, on the machine's clock; the SDK does not look at the age of a notification. */
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /** Real ones have one or two thousand. */
    private static final int LONGEST_BODY = 64 * 1024;

    private static final int LONGEST_HEADER = 1024;
    private static final int NONCE_LENGTH = 12;
    private static final int LONGEST_ID = 64;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private final WeChatPayKeys keys;
    private final NotificationParser parser;
    private final WireClock clock;

    WeChatPayEnvelope(WeChatPayKeys keys, WireClock clock) {
        this.keys = keys;
        this.parser = new NotificationParser(keys);
        this.clock = clock;
    }

    /** What was inside. */
    record Opened(String id, JsonObject content) {}

    /**
     * Opens it.
     *
     * @param eventTypes which kinds of event are read at this address
     * @throws NotificationRefused when it is forged, stale or unreadable
     */
    Opened open(PaymentNotification.Raw raw, Set<String> eventTypes) {
        JsonObject content = verifiedContent(plausible(raw));
        return new Opened(id(raw.body(), eventTypes), content);
    }

    /** The checks that need no cryptography. */
    private RequestParam plausible(PaymentNotification.Raw raw) {
        Map<String, String> headers = raw.headers();
        String timestamp = header(headers, "wechatpay-timestamp");
        String nonce = header(headers, "wechatpay-nonce");
        String serial = header(headers, "wechatpay-serial");
        String signature = header(headers, "wechatpay-signature");
        String scheme = headers.getOrDefault("wechatpay-signature-type", WeChatPayKeys.SCHEME);
        if (!scheme.equals(WeChatPayKeys.SCHEME)) {
            throw notAuthentic("it is signed in another way");
        }
        if (!SECONDS.matcher(timestamp).matches() || !isFresh(Instant.ofEpochSecond(Long.parseLong(timestamp)))) {
            throw notAuthentic("its timestamp is not of these minutes");
        }
        if (!isBase64(signature)) {
            throw notAuthentic("its signature is none");
        }
        if (raw.body().length() > LONGEST_BODY) {
            throw unreadable("it is too long");
        }
        // Last, since a certificate that is not known may have to be fetched.
        if (!keys.knows(serial)) {
            throw notAuthentic("it is signed with a key that is not known");
        }
        return new RequestParam.Builder()
                .timestamp(timestamp)
                .nonce(nonce)
                .serialNumber(serial)
                .signature(signature)
                .signType(scheme)
                .body(raw.body())
                .build();
    }

    private JsonObject verifiedContent(RequestParam param) {
        try {
            return parser.parse(param, JsonObject.class);
        } catch (ValidationException e) {
            throw notAuthentic("its signature is wrong");
        } catch (RuntimeException e) {
            // The signature was right: the SDK looks at it before anything else.
            throw unreadable("its content cannot be decrypted");
        }
    }

    /** Only called once the signature is known to be right. */
    private static String id(String body, Set<String> eventTypes) {
        Notification envelope = GsonUtil.getGson().fromJson(body, Notification.class);
        @Nullable String id = envelope.getId();
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw unreadable("it has no id");
        }
        if (!eventTypes.contains(String.valueOf(envelope.getEventType()))) {
            throw unreadable("it is of another kind");
        }
        @Nullable String nonce = envelope.getResource().getNonce();
        if (nonce == null || nonce.length() != NONCE_LENGTH) {
            throw unreadable("its content is sealed in another way");
        }
        return id;
    }

    private boolean isFresh(Instant sentAt) {
        return Duration.between(sentAt, clock.now()).abs().compareTo(WINDOW) <= 0;
    }

    private static String header(Map<String, String> headers, String name) {
        String value = headers.getOrDefault(name, "");
        if (value.isBlank() || value.length() > LONGEST_HEADER) {
            throw notAuthentic("it has no " + name);
        }
        return value;
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static NotificationRefused notAuthentic(String message) {
        return new NotificationRefused(Reason.NOT_AUTHENTIC, message);
    }

    static NotificationRefused unreadable(String message) {
        return new NotificationRefused(Reason.UNREADABLE, message);
    }
}
