package io.orderloom.sandbox.wechatpay;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A merchant as WeChat Pay knows it, and WeChat Pay as the merchant does.
 *
 * @param merchantCertificateSerial names the key with which the merchant signs, upper-case hex
 * @param apiV3Key exactly 32 bytes
 * @param publicKeyId names the key with which WeChat Pay signs, {@code PUB_KEY_ID_…}
 * @param certificate also signs, for merchants that still hold a platform certificate
 * @param notificationPauses between one attempt and the next
 * @param refundDelay until an accepted refund settles, in business time
 */
public record WechatPaySettings(
        String mchId,
        String appId,
        String merchantCertificateSerial,
        PublicKey merchantPublicKey,
        String apiV3Key,
        String publicKeyId,
        PrivateKey privateKey,
        @Nullable PlatformCertificate certificate,
        List<Duration> notificationPauses,
        Duration refundDelay) {

    /** The pauses that WeChat Pay documents; 24 hours and 4 minutes in all. */
    public static final List<Duration> DOCUMENTED_PAUSES = List.of(
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            Duration.ofHours(3),
            Duration.ofHours(3),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(6));

    /**
     * A platform certificate, WeChat Pay's older way to show who signed.
     *
     * @param pem the X.509 certificate
     */
    public record PlatformCertificate(String serial, String pem, PrivateKey privateKey) {}

    public WechatPaySettings {
        if (apiV3Key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length != 32) {
            throw new IllegalArgumentException("The APIv3 key has 32 bytes");
        }
        notificationPauses = List.copyOf(notificationPauses);
    }
}
