package io.orderloom.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer with its exact bytes and header names, and how it travels. */
public final class HttpAnswer {

    /** What becomes of an answer on its way to the caller. */
    public enum Journey {
        /** It arrives. */
        WHOLE,
        /** It is kept back until the caller should have given up. */
        HELD,
        /** The connection is cut before its first byte. */
        CUT,
        /** The connection is cut in the middle of its body. */
        HALF
    }

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Journey journey;

    private HttpAnswer(int status, Map<String, String> headers, byte[] body, Journey journey) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.journey = journey;
    }

    public static HttpAnswer json(int status, Object value) {
        return of(status, "application/json; charset=utf-8", Json.bytes(value));
    }

    public static HttpAnswer text(int status, String contentType, String text) {
        return of(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpAnswer of(int status, String contentType, byte[] body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), body, Journey.WHOLE);
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0], Journey.WHOLE);
    }

    public HttpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpAnswer(status, Collections.unmodifiableMap(more), body, journey);
    }

    public HttpAnswer travelling(Journey by) {
        return new HttpAnswer(status, headers, body, by);
    }

    public int status() {
        return status;
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    Journey journey() {
        return journey;
    }
}
