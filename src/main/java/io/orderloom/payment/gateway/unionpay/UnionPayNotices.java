package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.NotificationRefused;
import io.orderloom.payment.NotificationRefused.Reason;
import io.orderloom.payment.PaymentNotification;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Verifies UnionPay's notifications of any kind (gateway's document "back notification"): forms, signed like
 * answers over the decoded values. They have no time of sending and no id.
 */
final class UnionPayNotices {

    /** Real ones have three or four thousand. */
    private static final int LONGEST = 32 * 1024;

    private final String merId;
    private final UnionPayKeys keys;

    UnionPayNotices(UnionPaySettings settings, UnionPayKeys keys) {
        this.merId = settings.merId();
        this.keys = keys;
    }

    /**
     * Reads one, cheap checks first.
     *
     * @param txnType which kind of transaction is read here
     * @throws NotificationRefused when it is forged, unreadable, or meant for another merchant
     */
    UnionPayFields open(PaymentNotification.Raw raw, String txnType) {
        if (raw.body().length() > LONGEST) {
            throw unreadable("it is too long");
        }
        UnionPayFields told;
        try {
            told = UnionPayFields.ofForm(raw.body());
        } catch (UnionPayFields.Malformed e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
        if (!keys.isUnionPays(told)) {
            throw notAuthentic("it is not signed by UnionPay");
        }
        if (!told.get("merId").equals(merId)) {
            throw NotificationRefused.forAnotherMerchant();
        }
        if (!told.get("txnType").equals(txnType)) {
            throw unreadable("it is of another kind");
        }
        return told;
    }

    /** What makes one event: UnionPay repeats a notification with the same of these. */
    static String id(UnionPayFields told) {
        String event = Stream.of(
                        "merId", "orderId", "txnTime", "txnType", "queryId", "respCode", "txnAmt", "currencyCode")
                .map(told::get)
                .collect(Collectors.joining("&"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(event.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    static NotificationRefused unreadable(String message) {
        return new NotificationRefused(Reason.UNREADABLE, message);
    }

    private static NotificationRefused notAuthentic(String message) {
        return new NotificationRefused(Reason.NOT_AUTHENTIC, message);
    }
}
