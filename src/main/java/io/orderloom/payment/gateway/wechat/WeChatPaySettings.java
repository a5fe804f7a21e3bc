package io.orderloom.payment.gateway.wechat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop as WeChat Pay knows it. Where a key may be given as text or as a file, the text goes first; files
 * are read again while the service runs, so that keys can change without a restart.
 *
 * @param enabled whether the shop takes WeChat Pay; everything else may be missing while it does not
 * @param mchId the merchant's number
 * @param appId the mini-program (or app, or official account) that is bound to the merchant
 * @param verification by what WeChat Pay's signatures are checked
 * @param merchantSerialNumber serial of the merchant's API certificate, upper-case hex
 * @param merchantCertificatePath file of that certificate, PEM; its serial is taken where none is given
 * @param privateKey the merchant's API key, PKCS#8 in PEM
 * @param privateKeyPath file of the same
 * @param publicKeyId {@code PUB_KEY_ID_…}: names the key with which WeChat Pay is asked to sign
 * @param publicKeyIdPath file of the same
 * @param publicKey that key, PEM
 * @param publicKeyPath file of the same
 * @param publicKeysPath directory of files {@code PUB_KEY_ID_….pem}: keys that are trusted too, while one
 *     follows another
 * @param apiV3Key decrypts notifications and platform certificates, exactly 32 bytes
 * @param apiV3KeyPath file of the same; further lines are keys that are tried too, while one follows another
 * @param keyCheck how old what is known of the files may be
 * @param certificateRefresh how often platform certificates are fetched, where they are used
 * @param baseUrl scheme, host and port of another WeChat Pay, for instance a sandbox; none: the real one
 * @param notifyUrl our own address for payment notifications, public, without a query string
 * @param refundNotifyUrl the same for refund notifications; without it refunds are only asked about
 * @param connectTimeout for making a connection
 * @param readTimeout between two pieces of an answer
 * @param callTimeout for the call from end to end; must stay well below the lock time of a job
 * @param mostCalls how many calls may be under way at once, so that a slow gateway does not take every thread
 * @param mostCallsPerSecond how many calls may begin in a second; a rush is spread over a second more
 * @param rest how long a gateway that only fails is left alone
 */
@ConfigurationProperties("orderloom.wechat-pay")
record WeChatPaySettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String mchId,
        @DefaultValue("") String appId,
        @DefaultValue("PUBLIC_KEY") Verification verification,
        @DefaultValue("") String merchantSerialNumber,
        @Nullable Path merchantCertificatePath,
        @Nullable String privateKey,
        @Nullable Path privateKeyPath,
        @DefaultValue("") String publicKeyId,
        @Nullable Path publicKeyIdPath,
        @Nullable String publicKey,
        @Nullable Path publicKeyPath,
        @Nullable Path publicKeysPath,
        @DefaultValue("") String apiV3Key,
        @Nullable Path apiV3KeyPath,
        @DefaultValue("5s") Duration keyCheck,
        @DefaultValue("1h") Duration certificateRefresh,
        @Nullable URI baseUrl,
        @DefaultValue("") String notifyUrl,
        @DefaultValue("") String refundNotifyUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("48") int mostCalls,
        @DefaultValue("150") int mostCallsPerSecond,
        @DefaultValue("5s") Duration rest) {

    /** By what WeChat Pay's signatures are checked. */
    enum Verification {
        /** Its public key, which merchants of today get; makes no call at the start. */
        PUBLIC_KEY,
        /** Platform certificates, which are fetched from WeChat Pay and change by themselves. */
        CERTIFICATE,
        /** Either: while a merchant goes over to the public key, WeChat Pay signs now with one, now with the other. */
        MIGRATION;

        boolean byPublicKey() {
            return this != CERTIFICATE;
        }

        boolean byCertificate() {
            return this != PUBLIC_KEY;
        }
    }

    WeChatPaySettings {
        if (enabled) {
            require(mchId, "mch-id");
            require(appId, "app-id");
            require(notifyUrl, "notify-url");
            if (notifyUrl.indexOf('?') >= 0) {
                throw new IllegalArgumentException("orderloom.wechat-pay.notify-url must not have a query string");
            }
            if (refundNotifyUrl.indexOf('?') >= 0) {
                throw new IllegalArgumentException(
                        "orderloom.wechat-pay.refund-notify-url must not have a query string");
            }
        }
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "WeChatPaySettings[enabled=" + enabled + ", mchId=" + mchId + ", appId=" + appId + ", baseUrl=" + baseUrl
                + "]";
    }

    private static void require(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("orderloom.wechat-pay." + name + " is missing");
        }
    }
}
