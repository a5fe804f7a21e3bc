package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.AeadCipher;
import com.wechat.pay.java.core.cipher.PrivacyDecryptor;
import com.wechat.pay.java.core.cipher.PrivacyEncryptor;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.cipher.SignatureResult;
import com.wechat.pay.java.core.cipher.Signer;
import com.wechat.pay.java.core.cipher.Verifier;
import com.wechat.pay.java.core.notification.NotificationConfig;
import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.payment.gateway.ReplaceableKeys;
import io.orderloom.shared.WireClock;
import java.net.URI;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The shop's keys at WeChat Pay as they are at this moment, in the form in which the SDK wants them. What
 * this hands to the SDK looks the key up at each use, so that keys change without a restart.
 */
final class WeChatPayKeys implements Config, NotificationConfig, AutoCloseable {

    static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
    private static final String CIPHER = "AEAD_AES_256_GCM";

    private final WeChatPaySettings settings;
    private final ReplaceableKeys<WeChatPayKeyTexts, WeChatPayKeyRing> rings;
    private final @Nullable WeChatPayCertificates certificates;

    /**
     * Reads the keys; makes no call, but where certificates are used begins to fetch them beside.
     *
     * @throws IllegalArgumentException when a key is missing or none; names the setting
     */
    WeChatPayKeys(WeChatPaySettings settings, WireClock clock) {
        this.settings = settings;
        this.rings = new ReplaceableKeys<>(
                "WeChat Pay", () -> WeChatPayKeyTexts.read(settings), WeChatPayKeyRing::of, settings.keyCheck(), clock);
        this.certificates =
                settings.verification().byCertificate() ? new WeChatPayCertificates(settings, this, clock) : null;
    }

    /** Whether a message that names this key can be checked; a stranger's name costs nothing but a look. */
    boolean knows(String serial) {
        return publicKey(serial) != null;
    }

    /** The present keys. */
    WeChatPayKeyRing ring() {
        return rings.now();
    }

    private @Nullable PublicKey publicKey(@Nullable String serial) {
        if (serial == null) {
            return null;
        }
        PublicKey key = ring().publicKey(serial);
        return key == null && certificates != null ? certificates.publicKey(serial) : key;
    }

    @Override
    public String getSignType() {
        return SCHEME;
    }

    @Override
    public String getCipherType() {
        return CIPHER;
    }

    @Override
    public Verifier createVerifier() {
        return new Verifier() {
            @Override
            public boolean verify(String serial, String message, String signature) {
                PublicKey key = publicKey(serial);
                return key != null && new RSAVerifier(key, serial).verify(serial, message, signature);
            }

            /** Says to WeChat Pay with which key it shall sign its answer. */
            @Override
            public String getSerialNumber() {
                String id = ring().publicKeyId();
                return id.isEmpty() && certificates != null ? certificates.newestSerial() : id;
            }
        };
    }

    @Override
    public AeadCipher createAeadCipher() {
        return new AeadCipher() {
            @Override
            public String encrypt(byte[] associatedData, byte[] nonce, byte[] plaintext) {
                throw new UnsupportedOperationException("Only WeChat Pay encrypts under the APIv3 key");
            }

            @Override
            public String decrypt(byte[] associatedData, byte[] nonce, byte[] ciphertext) {
                return ring().decrypt(associatedData, nonce, ciphertext);
            }
        };
    }

    @Override
    public Signer createSigner() {
        return new Signer() {
            @Override
            public SignatureResult sign(String message) {
                return ring().sign(message);
            }

            @Override
            public String getAlgorithm() {
                return ring().algorithm();
            }
        };
    }

    @Override
    public Validator createValidator() {
        return new WechatPay2Validator(createVerifier());
    }

    /** Signs calls, and sends none whose answer could not be checked. */
    @Override
    public Credential createCredential() {
        Credential signing = signingCredential();
        return new Credential() {
            @Override
            public String getSchema() {
                return signing.getSchema();
            }

            @Override
            public String getMerchantId() {
                return signing.getMerchantId();
            }

            @Override
            public String getAuthorization(URI uri, String method, String body) {
                if (certificates != null && ring().publicKeyId().isEmpty() && !certificates.areThere()) {
                    throw new IllegalStateException(
                            new GatewayWire.NotSent("WeChat Pay's certificate has not been fetched yet"));
                }
                return signing.getAuthorization(uri, method, body);
            }
        };
    }

    /** Signs calls, and nothing else. */
    Credential signingCredential() {
        return new WechatPay2Credential(settings.mchId(), createSigner());
    }

    /** No call of ours carries sealed fields. */
    @Override
    public PrivacyEncryptor createEncryptor() {
        throw new UnsupportedOperationException("Nothing is sealed field by field");
    }

    @Override
    public PrivacyDecryptor createDecryptor() {
        throw new UnsupportedOperationException("Nothing is sealed field by field");
    }

    @Override
    public void close() {
        if (certificates != null) {
            certificates.close();
        }
    }
}
