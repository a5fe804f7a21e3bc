package io.orderloom.sandbox.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/**
 * Self-signed X.509 certificates. The JDK reads them but offers no way to make one, so the few DER
 * structures of RFC 5280 are written here.
 */
public final class SelfSigned {

    private static final byte[] SHA256_WITH_RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };
    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final DateTimeFormatter GENERALIZED_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");

    private SelfSigned() {}

    /** A certificate in PEM, valid from 2020 to 2049, with a random serial. */
    public static String certificate(String commonName, KeyPair keys) {
        byte[] algorithm = SHA256_WITH_RSA;
        byte[] name = tagged(
                0x30,
                tagged(0x31, tagged(0x30, COMMON_NAME, tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8)))));
        byte[] serial = new BigInteger(Randoms.upperHex(38), 16).setBit(150).toByteArray();
        byte[] content = tagged(
                0x30,
                tagged(0xa0, tagged(0x02, new byte[] {2})),
                tagged(0x02, serial),
                algorithm,
                name,
                tagged(0x30, time(2020), time(2049)),
                name,
                keys.getPublic().getEncoded());
        byte[] signature = Base64.getDecoder().decode(Rsa.sign(keys.getPrivate(), content));
        return Pem.block("CERTIFICATE", tagged(0x30, content, algorithm, tagged(0x03, new byte[] {0}, signature)));
    }

    /** The serial as gateways write it: upper-case hex. */
    public static String serial(String pem) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("Not a certificate", e);
        }
    }

    private static byte[] time(int year) {
        String text = GENERALIZED_TIME.format(ZonedDateTime.of(year, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
        // Until 2049 RFC 5280 wants the form with two digits of the year.
        return tagged(0x17, text.substring(2).getBytes(StandardCharsets.US_ASCII));
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
