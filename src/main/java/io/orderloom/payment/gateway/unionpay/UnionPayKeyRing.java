package io.orderloom.payment.gateway.unionpay;

import io.orderloom.shared.WireClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Keys and certificates that belong together, ready for use. */
final class UnionPayKeyRing {

    private final X509Certificate certificate;
    private final PrivateKey privateKey;
    private final UnionPayTrust trust;

    private UnionPayKeyRing(X509Certificate certificate, PrivateKey privateKey, UnionPayTrust trust) {
        this.certificate = certificate;
        this.privateKey = privateKey;
        this.trust = trust;
    }

    /**
     * Makes them of their texts.
     *
     * @throws IllegalArgumentException when a text is none, or two do not belong together; names the setting
     */
    static UnionPayKeyRing of(UnionPayKeyTexts texts, Collection<String> signerNames, WireClock clock) {
        X509Certificate certificate;
        PrivateKey privateKey;
        if (texts.certificate() != null && texts.privateKey() != null) {
            certificate =
                    certificates(texts.certificate(), "certificate").iterator().next();
            privateKey = privateKey(texts.privateKey());
        } else {
            KeyStore.PrivateKeyEntry entry = entry(String.valueOf(texts.keyStore()), texts.password());
            certificate = (X509Certificate) entry.getCertificate();
            privateKey = entry.getPrivateKey();
        }
        boolean pair = certificate.getPublicKey() instanceof RSAPublicKey publicHalf
                && privateKey instanceof RSAPrivateKey privateHalf
                && publicHalf.getModulus().equals(privateHalf.getModulus());
        if (!pair) {
            throw new IllegalArgumentException(
                    "orderloom.unionpay: the signing certificate and its private key do not belong together");
        }
        UnionPayTrust trust = new UnionPayTrust(
                certificates(texts.root(), "root-certificate"),
                certificates(texts.middle(), "middle-certificate"),
                signerNames,
                clock);
        return new UnionPayKeyRing(certificate, privateKey, trust);
    }

    /** The {@code certId} under which calls are signed. */
    String certId() {
        return certificate.getSerialNumber().toString();
    }

    /** How many roots are trusted. */
    int roots() {
        return trust.roots();
    }

    UnionPayTrust trust() {
        return trust;
    }

    /** @return the signature in Base64 */
    String sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Nothing can be signed for UnionPay", e);
        }
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "calls are signed with certificate " + certId() + ", which is valid until "
                + certificate.getNotAfter().toInstant();
    }

    private static KeyStore.PrivateKeyEntry entry(String file, String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file.getBytes(StandardCharsets.ISO_8859_1)), password.toCharArray());
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

    /** All of them: a file may hold the certificates of today and those of tomorrow. */
    private static Collection<X509Certificate> certificates(String text, String name) {
        try {
            List<X509Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!read.isEmpty()) {
                return read;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + " cannot be read", e);
        }
        throw new IllegalArgumentException("orderloom.unionpay." + name + " holds no certificate");
    }
}
