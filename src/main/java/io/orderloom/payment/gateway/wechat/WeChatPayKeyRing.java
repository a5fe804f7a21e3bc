package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.SignatureResult;
import com.wechat.pay.java.core.exception.DecryptionException;
import com.wechat.pay.java.core.util.PemUtil;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that belong together, ready for use. */
final class WeChatPayKeyRing {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayKeyRing.class);
    private static final int API_V3_KEY_BYTES = 32;

    private final String merchantSerial;
    private final RSASigner signer;
    private final String publicKeyId;
    private final Map<String, PublicKey> publicKeys;
    private final List<AeadAesCipher> ciphers;

    private WeChatPayKeyRing(
            String merchantSerial,
            PrivateKey privateKey,
            String publicKeyId,
            Map<String, PublicKey> publicKeys,
            List<AeadAesCipher> ciphers) {
        this.merchantSerial = merchantSerial;
        this.signer = new RSASigner(merchantSerial, privateKey);
        this.publicKeyId = publicKeyId;
        this.publicKeys = publicKeys;
        this.ciphers = ciphers;
    }

    /** @throws IllegalArgumentException when a text is no key, or two do not belong together; names the setting */
    static WeChatPayKeyRing of(WeChatPayKeyTexts texts) {
        PrivateKey privateKey = parsed("private-key", texts.privateKey(), PemUtil::loadPrivateKeyFromString);
        Map<String, PublicKey> publicKeys = new HashMap<>();
        texts.publicKeys()
                .forEach((id, pem) ->
                        publicKeys.put(id, parsed("public-key of " + id, pem, PemUtil::loadPublicKeyFromString)));
        if (texts.apiV3Keys().isEmpty()) {
            throw new IllegalArgumentException("orderloom.wechat-pay.api-v3-key is missing");
        }
        List<AeadAesCipher> ciphers =
                texts.apiV3Keys().stream().map(WeChatPayKeyRing::cipher).toList();
        return new WeChatPayKeyRing(
                merchantSerial(texts, privateKey), privateKey, texts.publicKeyId(), Map.copyOf(publicKeys), ciphers);
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "calls are signed with " + merchantSerial + ", trusted are " + publicKeys.keySet();
    }

    String merchantSerial() {
        return merchantSerial;
    }

    /** The id of the key that WeChat Pay is asked to sign with; empty in certificate mode. */
    String publicKeyId() {
        return publicKeyId;
    }

    @Nullable
    PublicKey publicKey(String id) {
        return publicKeys.get(id);
    }

    /** Serial and signature are of the same key, whatever changes meanwhile. */
    SignatureResult sign(String message) {
        return signer.sign(message);
    }

    String algorithm() {
        return signer.getAlgorithm();
    }

    /** @throws DecryptionException when none of the APIv3 keys opens it */
    String decrypt(byte[] associatedData, byte[] nonce, byte[] ciphertext) {
        for (AeadAesCipher cipher : ciphers.subList(0, ciphers.size() - 1)) {
            try {
                return cipher.decrypt(associatedData, nonce, ciphertext);
            } catch (DecryptionException e) {
                LOG.debug("One APIv3 key does not open it, the next may");
            }
        }
        return ciphers.get(ciphers.size() - 1).decrypt(associatedData, nonce, ciphertext);
    }

    private static String merchantSerial(WeChatPayKeyTexts texts, PrivateKey privateKey) {
        String pem = texts.merchantCertificate();
        if (pem == null) {
            return texts.merchantSerial();
        }
        X509Certificate certificate = parsed("merchant-certificate", pem, PemUtil::loadX509FromString);
        // Two files cannot change at once: between the two the old pair stays in use.
        if (certificate.getPublicKey() instanceof RSAPublicKey theirs
                && privateKey instanceof RSAPrivateKey ours
                && theirs.getModulus().equals(ours.getModulus())) {
            return texts.merchantSerial().isBlank() ? PemUtil.getSerialNumber(certificate) : texts.merchantSerial();
        }
        throw new IllegalArgumentException(
                "orderloom.wechat-pay.private-key does not belong to the certificate in merchant-certificate-path");
    }

    private static AeadAesCipher cipher(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        if (bytes.length != API_V3_KEY_BYTES) {
            throw new IllegalArgumentException("orderloom.wechat-pay.api-v3-key must have exactly 32 bytes");
        }
        return new AeadAesCipher(bytes);
    }

    private interface Parser<T> {
        T parse(String pem);
    }

    private static <T> T parsed(String name, String pem, Parser<T> parser) {
        try {
            return parser.parse(pem);
        } catch (RuntimeException e) {
            // The cause is left out: it may quote the key.
            throw new IllegalArgumentException("orderloom.wechat-pay." + name + " cannot be read as PEM");
        }
    }
}
