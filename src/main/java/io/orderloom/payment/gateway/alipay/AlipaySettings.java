package io.orderloom.payment.gateway.alipay;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop as Alipay knows it. Where a key may be given as text or as a file, the text goes first; files are
 * read again while the service runs, so that keys can change without a restart.
 *
 * @param enabled whether the shop takes Alipay; everything else may be missing while it does not
 * @param appId the application that is signed up for the payment products
 * @param miniProgramAppId the mini-program in which {@code MINI_PROGRAM} payments are made; none: the application
 * @param sellerId the merchant's account, 16 digits from 2088
 * @param privateKey the application's RSA2 key, PKCS#8, as PEM or in one line of Base64; further ones are tried
 *     when Alipay refuses the signature, while one follows another
 * @param privateKeyPath file of the same
 * @param publicKey Alipay's key, not the application's, as PEM or in one line of Base64; further ones are
 *     believed too
 * @param publicKeyPath file of the same
 * @param keyCheck how old what is known of the files may be
 * @param gatewayUrl where Alipay is called, or a sandbox
 * @param notifyUrl our own address for notifications, public, without a query string
 * @param returnUrl where the browser goes after a payment in the scene H5; it proves nothing
 * @param refundWindow for how long after the payment the contract allows refunds
 * @param connectTimeout for making a connection
 * @param readTimeout between two pieces of an answer
 * @param callTimeout for the call from end to end; must stay well below the lock time of a job
 * @param mostCalls how many calls may be under way at once, so that a slow gateway does not take every thread
 * @param mostCallsPerSecond how many calls may begin in a second; a rush is spread over a second more
 * @param rest how long a gateway that only fails is left alone
 */
@ConfigurationProperties("orderloom.alipay")
record AlipaySettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String appId,
        @DefaultValue("") String miniProgramAppId,
        @DefaultValue("") String sellerId,
        @Nullable String privateKey,
        @Nullable Path privateKeyPath,
        @Nullable String publicKey,
        @Nullable Path publicKeyPath,
        @DefaultValue("5s") Duration keyCheck,

        @DefaultValue("https://openapi.alipay.com/gateway.do")
        URI gatewayUrl,

        @DefaultValue("") String notifyUrl,
        @DefaultValue("") String returnUrl,
        @DefaultValue("365d") Duration refundWindow,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("48") int mostCalls,
        @DefaultValue("150") int mostCallsPerSecond,
        @DefaultValue("5s") Duration rest) {

    AlipaySettings {
        if (enabled) {
            require(appId, "app-id");
            require(sellerId, "seller-id");
            require(notifyUrl, "notify-url");
            if (notifyUrl.indexOf('?') >= 0) {
                throw new IllegalArgumentException("orderloom.alipay.notify-url must not have a query string");
            }
        }
    }

    String appIdOfMiniProgram() {
        return miniProgramAppId.isBlank() ? appId : miniProgramAppId;
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "AlipaySettings[enabled=" + enabled + ", appId=" + appId + ", gatewayUrl=" + gatewayUrl + "]";
    }

    private static void require(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("orderloom.alipay." + name + " is missing");
        }
    }
}
