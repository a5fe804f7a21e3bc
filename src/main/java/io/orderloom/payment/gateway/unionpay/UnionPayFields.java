package io.orderloom.payment.gateway.unionpay;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fields of one message, by name. Requests and notifications are url-encoded forms; answers are written
 * as {@code name=value} pairs whose values are as they are, with {@code =} and {@code +} in them.
 */
final class UnionPayFields {

    private static final String SIGNATURE = "signature";

    /** Real messages have about thirty. */
    private static final int MOST = 100;

    private final SortedMap<String, String> values;

    private UnionPayFields(SortedMap<String, String> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** The text is no message of this form. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static UnionPayFields of(Map<String, String> values) {
        return new UnionPayFields(new TreeMap<>(values));
    }

    /** Reads an answer; brackets and braces may hold an ampersand that separates nothing. */
    static UnionPayFields ofAnswer(String body) throws Malformed {
        SortedMap<String, String> values = new TreeMap<>();
        int start = 0;
        int depth = 0;
        for (int at = 0; at <= body.length(); at++) {
            char c = at == body.length() ? '&' : body.charAt(at);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == '&' && (depth == 0 || at == body.length())) {
                put(values, body.substring(start, at), false);
                start = at + 1;
            }
        }
        return new UnionPayFields(values);
    }

    /** Reads an url-encoded form; every value is decoded once. */
    static UnionPayFields ofForm(String body) throws Malformed {
        SortedMap<String, String> values = new TreeMap<>();
        for (String pair : body.split("&", MOST + 2)) {
            put(values, pair, true);
        }
        return new UnionPayFields(values);
    }

    private static void put(SortedMap<String, String> values, String pair, boolean encoded) throws Malformed {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new Malformed("it is not made of fields");
        }
        String name = pair.substring(0, equals);
        String value = pair.substring(equals + 1);
        try {
            if (values.put(encoded ? decoded(name) : name, encoded ? decoded(value) : value) != null) {
                throw new Malformed("a field comes twice");
            }
        } catch (IllegalArgumentException e) {
            throw new Malformed("a field is not encoded as it should be");
        }
        if (values.size() > MOST) {
            throw new Malformed("it has too many fields");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The value; empty when the field is not there. */
    String get(String name) {
        return values.getOrDefault(name, "");
    }

    Map<String, String> asMap() {
        return values;
    }

    UnionPayFields with(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new UnionPayFields(more);
    }

    String asForm() {
        return values.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /**
     * What the signature is made of (gateway's document "signing, 5.1.0"): all other fields that are not empty, by
     * name, digested, as lower-case hex.
     */
    byte[] signedText() {
        String text = values.entrySet().stream()
                .filter(field ->
                        !field.getKey().equals(SIGNATURE) && !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}
