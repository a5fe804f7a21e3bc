package io.orderloom.payment.gateway.wechat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop as WeChat Pay knows it. Where a key may be given as text or as a file, the text goes first.
 *
 * @param enabled whether the shop takes WeChat Pay; everything else may be missing while it does not
 * @param mchId the merchant's number
 * @param appId the mini-program (or app, or official account) that is bound to the merchant
 * @param merchantSerialNumber serial of the merchant's API certificate, upper-case hex
 * @param privateKey the merchant's API key, PKCS#8 in PEM
 * @param privateKeyPath file of the same
 * @param publicKeyId {@code PUB_KEY_ID_…}: names the key with which WeChat Pay signs
 * @param publicKey WeChat Pay's key, PEM
 * @param publicKeyPath file of the same
 * @param apiV3Key decrypts notifications, exactly 32 bytes
 * @param baseUrl scheme, host and port of another WeChat Pay, for instance a sandbox; none: the real one
 * @param notifyUrl our own address for payment notifications, public, without a query string
 * @param refundNotifyUrl the same for refund notifications; without it refunds are only asked about
 * @param connectTimeout for making a connection
 * @param readTimeout between two pieces of an answer
 * @param callTimeout for the call from end to end; must stay well below the lock time of a job
 * @param mostCalls how many calls may be under way at once, so that a slow gateway does not take every thread
 * @param rest how long a gateway that only fails is left alone
 */
@ConfigurationProperties("orderloom.wechat-pay")
record WeChatPaySettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String mchId,
        @DefaultValue("") String appId,
        @DefaultValue("") String merchantSerialNumber,
        @Nullable String privateKey,
        @Nullable Path privateKeyPath,
        @DefaultValue("") String publicKeyId,
        @Nullable String publicKey,
        @Nullable Path publicKeyPath,
        @DefaultValue("") String apiV3Key,
        @Nullable URI baseUrl,
        @DefaultValue("") String notifyUrl,
        @DefaultValue("") String refundNotifyUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("48") int mostCalls,
        @DefaultValue("5s") Duration rest) {

    private static final int API_V3_KEY_BYTES = 32;

    WeChatPaySettings {
        if (enabled) {
            require(mchId, "mch-id");
            require(appId, "app-id");
            require(merchantSerialNumber, "merchant-serial-number");
            require(publicKeyId, "public-key-id");
            require(notifyUrl, "notify-url");
            if (notifyUrl.indexOf('?') >= 0) {
                throw new IllegalArgumentException("orderloom.wechat-pay.notify-url must not have a query string");
            }
            if (refundNotifyUrl.indexOf('?') >= 0) {
                throw new IllegalArgumentException(
                        "orderloom.wechat-pay.refund-notify-url must not have a query string");
            }
            if (apiV3Key.getBytes(StandardCharsets.UTF_8).length != API_V3_KEY_BYTES) {
                throw new IllegalArgumentException("orderloom.wechat-pay.api-v3-key must have exactly 32 bytes");
            }
        }
    }

    /** PEM of the merchant's private key. */
    String privateKeyText() {
        return text(privateKey, privateKeyPath, "private-key");
    }

    /** PEM of WeChat Pay's public key. */
    String publicKeyText() {
        return text(publicKey, publicKeyPath, "public-key");
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "WeChatPaySettings[enabled=" + enabled + ", mchId=" + mchId + ", appId=" + appId + ", baseUrl=" + baseUrl
                + "]";
    }

    private static String text(@Nullable String text, @Nullable Path file, String name) {
        if (text != null && !text.isBlank()) {
            return text;
        }
        if (file == null) {
            throw new IllegalArgumentException(
                    "orderloom.wechat-pay." + name + " or orderloom.wechat-pay." + name + "-path is missing");
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("orderloom.wechat-pay." + name + "-path cannot be read", e);
        }
    }

    private static void require(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("orderloom.wechat-pay." + name + " is missing");
        }
    }
}
