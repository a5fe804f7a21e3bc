package io.orderloom.sandbox.gateway;

import java.util.Map;

/** A request that leaves the sandbox, with the exact bytes that were signed. */
public final class Outbound {

    private final String url;
    private final Map<String, String> headers;
    private final byte[] body;

    public Outbound(String url, Map<String, String> headers, byte[] body) {
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    String url() {
        return url;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }
}
