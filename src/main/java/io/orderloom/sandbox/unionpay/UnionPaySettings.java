package io.orderloom.sandbox.unionpay;

import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;

/**
 * A merchant as UnionPay knows it, and UnionPay as the merchant does.
 *
 * @param merchantCertificate with which the merchant signs, PEM
 * @param certificate with which UnionPay signs, PEM; every message brings it
 * @param outdatedCertificate of the same key, no longer valid
 * @param notificationPauses between one attempt and the next
 */
public record UnionPaySettings(
        String merId,
        String merchantCertificate,
        PrivateKey privateKey,
        String certificate,
        String outdatedCertificate,
        List<Duration> notificationPauses) {

    /** UnionPay publishes no list; these are what merchants report. */
    public static final List<Duration> USUAL_PAUSES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(15));

    public UnionPaySettings {
        notificationPauses = List.copyOf(notificationPauses);
    }
}
