package io.orderloom.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * Names one intention of a caller, so that repeating the request does not repeat its effect. Controllers
 * take it as an argument; it is read from the header {@code Idempotency-Key} (1 to 64 visible ASCII
 * characters, case matters), and a request without one is refused with 400.
 *
 * @param value what the caller sent
 * @param owner {@link Caller#owner()}
 * @param route method and path; the same key on another route is another key
 * @param body SHA-256 in hex of the request's body, whatever the order of its fields
 */
public record IdempotencyKey(String value, String owner, String route, String body) {

    private static final Pattern POSSIBLE = Pattern.compile("[\\x21-\\x7E]{1,64}");

    /** Whether a caller may name an intention so. */
    public static boolean isPossible(String value) {
        return POSSIBLE.matcher(value).matches();
    }

    /** What the row is stored under: a hash, so that it is short and differs by case on every database. */
    byte[] id() {
        return sha256(owner + '\n' + route + '\n' + value);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
