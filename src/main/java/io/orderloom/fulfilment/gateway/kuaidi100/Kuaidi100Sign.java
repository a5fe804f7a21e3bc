package io.orderloom.fulfilment.gateway.kuaidi100;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** kuaidi100's signature: MD5 of the parts in a row, hexadecimal, upper case. */
final class Kuaidi100Sign {

    private Kuaidi100Sign() {}

    static String of(String... parts) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(String.join("", parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no MD5", e);
        }
    }

    /** Takes the same time whatever is wrong with it. */
    static boolean matches(String sign, String... parts) {
        return MessageDigest.isEqual(
                of(parts).getBytes(StandardCharsets.US_ASCII),
                sign.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }
}
