package io.orderloom.sandbox.alipay;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;

/**
 * A merchant's application as Alipay knows it, and Alipay as the application does.
 *
 * @param sellerId the merchant's account, 16 digits
 * @param applicationKey checks what the application signs
 * @param privateKey signs answers and notifications
 * @param notificationPauses between one attempt and the next
 */
public record AlipaySettings(
        String appId,
        String sellerId,
        PublicKey applicationKey,
        PrivateKey privateKey,
        List<Duration> notificationPauses) {

    /** The pauses that Alipay documents; 24 hours and 24 minutes in all. */
    public static final List<Duration> DOCUMENTED_PAUSES = List.of(
            Duration.ofMinutes(4),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(15));

    public AlipaySettings {
        notificationPauses = List.copyOf(notificationPauses);
    }
}
