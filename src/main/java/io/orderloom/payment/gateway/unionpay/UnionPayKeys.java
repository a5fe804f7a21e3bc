package io.orderloom.payment.gateway.unionpay;

import io.orderloom.shared.WireClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs what goes to UnionPay and knows by what its own messages are checked. Read once, at the start. */
final class UnionPayKeys {

    static final String VERSION = "5.1.0";

    /** {@code signMethod}: RSA with certificates. */
    static final String RSA = "01";

    private final X509Certificate certificate;
    private final PrivateKey privateKey;
    private final UnionPayTrust trust;

    /** @throws IllegalArgumentException when something is missing or cannot be read; names the setting */
    UnionPayKeys(UnionPaySettings settings, WireClock clock) {
        Path keyStore = settings.signKeyStorePath();
        if (settings.certificate() != null && settings.privateKey() != null) {
            certificate = certificates(settings.certificate(), null, "certificate")
                    .iterator()
                    .next();
            privateKey = privateKey(settings.privateKey());
        } else if (keyStore != null) {
            KeyStore.PrivateKeyEntry entry = entry(keyStore, settings.signKeyStorePassword());
            certificate = (X509Certificate) entry.getCertificate();
            privateKey = entry.getPrivateKey();
        } else {
            throw new IllegalArgumentException(
                    "orderloom.unionpay.sign-key-store-path is missing (or certificate and private-key)");
        }
        requirePair();
        trust = new UnionPayTrust(
                certificates(settings.rootCertificate(), settings.rootCertificatePath(), "root-certificate"),
                certificates(settings.middleCertificate(), settings.middleCertificatePath(), "middle-certificate"),
                settings.signerNames(),
                clock);
    }

    UnionPayTrust trust() {
        return trust;
    }

    /** Adds how it is signed and the signature. */
    UnionPayFields signed(UnionPayFields message) {
        UnionPayFields whole = message.with("version", VERSION)
                .with("encoding", "UTF-8")
                .with("signMethod", RSA)
                .with("certId", certificate.getSerialNumber().toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(whole.signedText());
            return whole.with("signature", Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Nothing can be signed for UnionPay", e);
        }
    }

    private void requirePair() {
        boolean pair = certificate.getPublicKey() instanceof RSAPublicKey publicHalf
                && privateKey instanceof RSAPrivateKey privateHalf
                && publicHalf.getModulus().equals(privateHalf.getModulus());
        if (!pair) {
            throw new IllegalArgumentException(
                    "orderloom.unionpay: the signing certificate and its private key do not belong together");
        }
    }

    private static KeyStore.PrivateKeyEntry entry(Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            KeyStore.PasswordProtection protection = new KeyStore.PasswordProtection(password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)
                        && store.getEntry(alias, protection) instanceof KeyStore.PrivateKeyEntry entry) {
                    return entry;
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "orderloom.unionpay.sign-key-store-path cannot be read, or its password is another", e);
        }
        throw new IllegalArgumentException("orderloom.unionpay.sign-key-store-path holds no key");
    }

    private static PrivateKey privateKey(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("orderloom.unionpay.private-key is no RSA key in PKCS#8 PEM", e);
        }
    }

    private static Collection<X509Certificate> certificates(@Nullable String text, @Nullable Path file, String name) {
        if (text == null && file == null) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + "-path is missing");
        }
        try {
            byte[] bytes = file == null || text != null
                    ? String.valueOf(text).getBytes(StandardCharsets.US_ASCII)
                    : Files.readAllBytes(file);
            List<X509Certificate> read =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!read.isEmpty()) {
                return read;
            }
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + " cannot be read", e);
        }
        throw new IllegalArgumentException("orderloom.unionpay." + name + " holds no certificate");
    }
}
