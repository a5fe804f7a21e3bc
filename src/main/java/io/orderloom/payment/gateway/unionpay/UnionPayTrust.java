package io.orderloom.payment.gateway.unionpay;

import io.orderloom.shared.WireClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a message comes from UnionPay. From 5.1.0 on every message brings the certificate by which it is
 * signed. That alone proves nothing: the certificate must lead to the root that the merchant was given, be
 * valid today, and be made out to UnionPay and to no other customer of the same authority.
 */
final class UnionPayTrust {

    private static final Logger LOG = LoggerFactory.getLogger(UnionPayTrust.class);

    /** Real ones have about 1,600 characters. */
    private static final int LONGEST_CERTIFICATE = 8 * 1024;

    private static final int LONGEST_SIGNATURE = 1024;

    /** {@code 041@8310000000083040@中国银联股份有限公司@00016494}. */
    private static final int PART_OF_NAME = 2;

    private final Set<TrustAnchor> roots;
    private final Collection<X509Certificate> middle;
    private final Set<String> names;
    private final WireClock clock;

    UnionPayTrust(
            Collection<X509Certificate> roots,
            Collection<X509Certificate> middle,
            Collection<String> names,
            WireClock clock) {
        this.roots = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
        this.middle = List.copyOf(middle);
        this.names = Set.copyOf(names);
        this.clock = clock;
    }

    int roots() {
        return roots.size();
    }

    /** Whether this is signed by UnionPay; what costs least is looked at first. */
    boolean isSigned(UnionPayFields message) {
        return isSigned(message, message::signedText);
    }

    /**
     * The same for a message with a field too long to be kept.
     *
     * @param signedText what the signature is made of, that field included
     */
    boolean isSigned(UnionPayFields message, Supplier<byte[]> signedText) {
        String signature = message.get("signature");
        String certificate = message.get("signPubKeyCert");
        if (!message.get("version").equals(UnionPayKeys.VERSION)
                || !message.get("signMethod").equals(UnionPayKeys.RSA)
                || signature.isEmpty()
                || signature.length() > LONGEST_SIGNATURE
                || certificate.isEmpty()
                || certificate.length() > LONGEST_CERTIFICATE) {
            return false;
        }
        try {
            X509Certificate signer = read(certificate);
            if (!isMadeOutToUnionPay(signer) || !(signer.getPublicKey() instanceof RSAPublicKey key)) {
                return false;
            }
            // Before the key is used: a forger could bring one that is dear to compute with.
            requireChain(signer);
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(signedText.get());
            return check.verify(Base64.getMimeDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Neither the message nor the certificate belongs into a log.
            LOG.debug("A certificate is not trusted: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    private static X509Certificate read(String pem) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    }

    private void requireChain(X509Certificate signer) throws GeneralSecurityException {
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(signer);
        PKIXBuilderParameters how = new PKIXBuilderParameters(roots, wanted);
        // UnionPay's authority publishes its revocation lists where a payment host often cannot reach them.
        how.setRevocationEnabled(false);
        how.setDate(Date.from(clock.now()));
        Set<X509Certificate> known = new HashSet<>(middle);
        known.add(signer);
        how.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        CertPathBuilder.getInstance("PKIX").build(how);
    }

    private boolean isMadeOutToUnionPay(X509Certificate signer) {
        try {
            return new LdapName(signer.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()).split("@", -1))
                            .anyMatch(parts -> parts.length > PART_OF_NAME && names.contains(parts[PART_OF_NAME]));
        } catch (InvalidNameException e) {
            return false;
        }
    }
}
