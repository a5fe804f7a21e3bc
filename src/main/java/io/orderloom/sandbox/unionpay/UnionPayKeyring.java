package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.crypto.Certificates;
import io.orderloom.sandbox.crypto.Certificates.Subject;
import io.orderloom.sandbox.crypto.KeySeries;
import io.orderloom.sandbox.crypto.KeySeries.Step;
import io.orderloom.sandbox.crypto.Pem;
import io.orderloom.sandbox.crypto.Rsa;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificates of both sides that count at this moment. */
final class UnionPayKeyring {

    /** What can be replaced. */
    enum Kind {
        /** What the merchant signs with; UnionPay takes both until the former is retired. */
        MERCHANT_CERTIFICATE,
        /** What UnionPay signs with, under another root and another authority. */
        AUTHORITY
    }

    /** A certificate that signs, with its key. */
    record Signing(String certificate, PrivateKey privateKey) {}

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");

    private final KeySeries<X509Certificate> merchants;
    private final KeySeries<Signing> unionPays;

    UnionPayKeyring(UnionPaySettings settings) {
        merchants = new KeySeries<>(List.of(Certificates.parse(settings.merchantCertificate())));
        unionPays = new KeySeries<>(List.of(new Signing(settings.certificate(), settings.privateKey())));
    }

    /** The merchant's certificate that a message names. */
    Optional<X509Certificate> merchant(String certId) {
        return merchants.valid().stream()
                .filter(certificate -> certificate.getSerialNumber().toString().equals(certId))
                .findFirst();
    }

    Signing unionPay() {
        return unionPays.used().orElseThrow();
    }

    Map<String, String> take(Kind kind, Step step) {
        if (step != Step.ANNOUNCE) {
            (kind == Kind.AUTHORITY ? unionPays : merchants).take(step);
            return Map.of();
        }
        return kind == Kind.AUTHORITY ? authority() : merchant();
    }

    private Map<String, String> merchant() {
        KeyPair authority = Rsa.generate();
        KeyPair merchant = Rsa.generate();
        String certificate = Certificates.issue(
                new Subject("041@SANDBOX@Orderloom@00000003", merchant.getPublic(), FROM, UNTIL, false),
                "Sandbox CFCA OCA1",
                authority.getPrivate());
        merchants.add(Certificates.parse(certificate));
        return Map.of("certificate", certificate, "private-key", Pem.privateKey(merchant.getPrivate()));
    }

    private Map<String, String> authority() {
        KeyPair root = Rsa.generate();
        KeyPair middle = Rsa.generate();
        KeyPair unionPay = Rsa.generate();
        String rootName = "Sandbox CFCA Root 2";
        String middleName = "Sandbox CFCA OCA2";
        String certificate = Certificates.issue(
                new Subject("041@SANDBOX@中国银联股份有限公司@00000004", unionPay.getPublic(), FROM, UNTIL, false),
                middleName,
                middle.getPrivate());
        unionPays.add(new Signing(certificate, unionPay.getPrivate()));
        return Map.of(
                "root-certificate",
                Certificates.issue(
                        new Subject(rootName, root.getPublic(), FROM, UNTIL, true), rootName, root.getPrivate()),
                "middle-certificate",
                Certificates.issue(
                        new Subject(middleName, middle.getPublic(), FROM, UNTIL, true), rootName, root.getPrivate()));
    }
}
