package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.crypto.SelfSigned;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** UnionPay's signatures of version 5.1.0, both ways: RSA over the hex text of a SHA-256 digest. */
final class UnionPaySigner {

    /** The name in UnionPay's own certificate, as a forger would copy it. */
    private static final String COPIED_NAME = "041@SANDBOX@中国银联股份有限公司@00000001";

    private final UnionPaySettings settings;
    private final UnionPayKeyring keyring;

    UnionPaySigner(UnionPaySettings settings, UnionPayKeyring keyring) {
        this.settings = settings;
        this.keyring = keyring;
    }

    /** Whether the merchant signed this with the certificate that it names. */
    boolean isMerchants(Map<String, String> message) {
        return keyring.merchant(message.getOrDefault("certId", ""))
                .filter(certificate ->
                        Rsa.verifies(certificate.getPublicKey(), text(message), message.getOrDefault("signature", "")))
                .isPresent();
    }

    Map<String, String> signed(Map<String, String> message) {
        UnionPayKeyring.Signing signing = keyring.unionPay();
        return signed(message, signing.certificate(), signing.privateKey());
    }

    /** By UnionPay's key and a certificate that was valid once. */
    Map<String, String> signedByOutdated(Map<String, String> message) {
        return signed(message, settings.outdatedCertificate(), settings.privateKey());
    }

    /** By somebody who calls himself UnionPay in a certificate of his own making. */
    Map<String, String> signedByStranger(Map<String, String> message) {
        return signed(message, Stranger.CERTIFICATE, Stranger.KEYS.getPrivate());
    }

    private static Map<String, String> signed(Map<String, String> message, String certificate, PrivateKey key) {
        Map<String, String> whole = new TreeMap<>(message);
        whole.remove("signature");
        whole.put("version", "5.1.0");
        whole.put("encoding", "UTF-8");
        whole.put("signMethod", "01");
        // The real one sends its lines with both ends.
        whole.put("signPubKeyCert", certificate.strip().replace("\n", "\r\n"));
        whole.put("signature", Rsa.sign(key, text(whole)));
        return whole;
    }

    private static byte[] text(Map<String, String> message) {
        StringBuilder joined = new StringBuilder();
        new TreeMap<>(message).forEach((name, value) -> {
            if (!name.equals("signature") && !value.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(joined.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    /** Made when the first forgery is asked for, since making a key takes its time. */
    private static final class Stranger {
        static final KeyPair KEYS = Rsa.generate();
        static final String CERTIFICATE = SelfSigned.certificate(COPIED_NAME, KEYS);
    }
}
