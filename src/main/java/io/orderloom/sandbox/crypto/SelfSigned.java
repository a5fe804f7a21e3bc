package io.orderloom.sandbox.crypto;

import java.security.KeyPair;
import java.time.Instant;
import java.util.Locale;

/** Certificates that vouch for themselves. */
public final class SelfSigned {

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2049-01-01T00:00:00Z");

    private SelfSigned() {}

    /** A certificate in PEM, valid from 2020 to 2049, with a random serial. */
    public static String certificate(String commonName, KeyPair keys) {
        return Certificates.issue(
                new Certificates.Subject(commonName, keys.getPublic(), FROM, UNTIL, false),
                commonName,
                keys.getPrivate());
    }

    /** The serial as gateways write it: upper-case hex. */
    public static String serial(String pem) {
        return Certificates.parse(pem).getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }
}
