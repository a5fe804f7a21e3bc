package io.orderloom.payment;

/** A notification that is not believed; nothing of it is stored, it is only counted. */
public class NotificationRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it is not believed. */
    public enum Reason {
        /** Signature, serial or timestamp are wrong: 401. */
        NOT_AUTHENTIC,
        /** Authentic, but meant for another merchant or application: 401, and somebody should look into it. */
        ANOTHER_MERCHANT,
        /** Authentic, but cannot be decrypted or read: 400. */
        UNREADABLE
    }

    private final Reason reason;

    public NotificationRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Authentic, but for somebody else. */
    public static NotificationRefused forAnotherMerchant() {
        return new NotificationRefused(Reason.ANOTHER_MERCHANT, "it is meant for another merchant");
    }

    public Reason reason() {
        return reason;
    }
}
