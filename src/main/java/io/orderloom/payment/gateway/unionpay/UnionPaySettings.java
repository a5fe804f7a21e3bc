package io.orderloom.payment.gateway.unionpay;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The shop as UnionPay knows it. Where a key or a certificate may be given as text or as a file, the text goes
 * first; files are read again while the service runs, so that they can be replaced without a restart.
 *
 * @param enabled whether the shop takes UnionPay; everything else may be missing while it does not
 * @param merId the merchant's number, 15 characters
 * @param signKeyStorePath the merchant's signing certificate with its key, PKCS#12 ({@code .pfx}), as the
 *     certification authority's page makes it
 * @param signKeyStorePassword of that file
 * @param signKeyStorePasswordPath file of the same, for certificates that are replaced while the service runs
 * @param certificate the same certificate in PEM, where it is not in a key store
 * @param privateKey its key, PKCS#8 in PEM
 * @param rootCertificate UnionPay's root certificate, PEM
 * @param rootCertificatePath file of the same, PEM or DER ({@code acp_prod_root.cer})
 * @param middleCertificate its intermediate certificate, PEM
 * @param middleCertificatePath file of the same ({@code acp_prod_middle.cer})
 * @param signerNames who may have signed: third part of the common name of UnionPay's own certificate. Other
 *     companies have certificates of the same authority
 * @param keyCheck how old what is known of the files may be
 * @param baseUrl scheme, host and port of UnionPay
 * @param fileUrl where the files of settled days are fetched
 * @param notifyUrl our own address for notifications of payments and refunds, public
 * @param frontUrl where the shopper's browser goes after paying; nothing is believed of what comes with it
 * @param refundWindow for how long after the payment the contract allows refunds
 * @param connectTimeout for making a connection
 * @param readTimeout between two pieces of an answer
 * @param callTimeout for the call from end to end; must stay well below the lock time of a job
 * @param mostCalls how many calls may be under way at once, so that a slow gateway does not take every thread
 * @param mostCallsPerSecond how many calls may begin in a second; a rush is spread over a second more
 * @param rest how long a gateway that only fails is left alone
 */
@ConfigurationProperties("orderloom.unionpay")
record UnionPaySettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String merId,
        @Nullable Path signKeyStorePath,
        @DefaultValue("") String signKeyStorePassword,
        @Nullable Path signKeyStorePasswordPath,
        @Nullable String certificate,
        @Nullable String privateKey,
        @Nullable String rootCertificate,
        @Nullable Path rootCertificatePath,
        @Nullable String middleCertificate,
        @Nullable Path middleCertificatePath,
        @DefaultValue("中国银联股份有限公司") List<String> signerNames,
        @DefaultValue("5s") Duration keyCheck,
        @DefaultValue("https://gateway.95516.com") URI baseUrl,
        @DefaultValue("https://filedownload.95516.com/") URI fileUrl,
        @DefaultValue("") String notifyUrl,
        @DefaultValue("") String frontUrl,
        @DefaultValue("330d") Duration refundWindow,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("48") int mostCalls,
        @DefaultValue("150") int mostCallsPerSecond,
        @DefaultValue("5s") Duration rest) {

    UnionPaySettings {
        signerNames = List.copyOf(signerNames);
        if (enabled) {
            require(merId, "mer-id");
            require(notifyUrl, "notify-url");
            if (signerNames.isEmpty()) {
                throw new IllegalArgumentException("orderloom.unionpay.signer-names is empty");
            }
        }
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "UnionPaySettings[enabled=" + enabled + ", merId=" + merId + ", baseUrl=" + baseUrl + "]";
    }

    private static void require(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + " is missing");
        }
    }
}
