package io.orderloom.sandbox.crypto;

import java.security.SecureRandom;

/** Unpredictable texts for nonces, secrets and the numbers that gateways give out. */
public final class Randoms {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Randoms() {}

    public static String alphanumeric(int length) {
        return from(LETTERS_AND_DIGITS, length);
    }

    public static String digits(int length) {
        return from("0123456789", length);
    }

    public static String upperHex(int length) {
        return from("0123456789ABCDEF", length);
    }

    public static String lowerHex(int length) {
        return from("0123456789abcdef", length);
    }

    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String from(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
