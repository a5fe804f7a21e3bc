package io.orderloom.sandbox.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * X.509 certificates in PEM. The JDK reads them but offers no way to make one, so the few DER structures of
 * RFC 5280 are written here.
 */
public final class Certificates {

    private static final byte[] SHA256_WITH_RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

    /** Basic constraints, critical: this is an authority. */
    private static final byte[] IS_AUTHORITY = {
        0x30,
        0x0f,
        0x06,
        0x03,
        0x55,
        0x1d,
        0x13,
        0x01,
        0x01,
        (byte) 0xff,
        0x04,
        0x05,
        0x30,
        0x03,
        0x01,
        0x01,
        (byte) 0xff
    };

    private static final DateTimeFormatter TWO_DIGIT_YEAR =
            DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Certificates() {}

    /**
     * Whom a certificate is about.
     *
     * @param from when it begins to be valid
     * @param until when it ends, before 2050
     * @param authority whether certificates may be issued under it
     */
    public record Subject(String commonName, PublicKey key, Instant from, Instant until, boolean authority) {}

    /** A certificate with a random serial. */
    public static String issue(Subject subject, String issuer, PrivateKey issuersKey) {
        byte[] serial = new BigInteger(Randoms.upperHex(38), 16).setBit(150).toByteArray();
        byte[] extensions = subject.authority() ? tagged(0xa3, tagged(0x30, IS_AUTHORITY)) : new byte[0];
        byte[] content = tagged(
                0x30,
                tagged(0xa0, tagged(0x02, new byte[] {2})),
                tagged(0x02, serial),
                SHA256_WITH_RSA,
                name(issuer),
                tagged(0x30, time(subject.from()), time(subject.until())),
                name(subject.commonName()),
                subject.key().getEncoded(),
                extensions);
        byte[] signature = Base64.getDecoder().decode(Rsa.sign(issuersKey, content));
        return Pem.block(
                "CERTIFICATE", tagged(0x30, content, SHA256_WITH_RSA, tagged(0x03, new byte[] {0}, signature)));
    }

    /** @throws IllegalArgumentException if the text is no certificate */
    public static X509Certificate parse(String pem) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("Not a certificate", e);
        }
    }

    private static byte[] name(String commonName) {
        return tagged(
                0x30,
                tagged(0x31, tagged(0x30, COMMON_NAME, tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    /** Until 2049 RFC 5280 wants the form with two digits of the year. */
    private static byte[] time(Instant at) {
        return tagged(0x17, TWO_DIGIT_YEAR.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
