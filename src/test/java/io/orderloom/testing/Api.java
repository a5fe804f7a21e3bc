package io.orderloom.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls a server over HTTP as a program would: JSON in, JSON out, with a key and perhaps for a shopper. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final HttpClient client;
    private final String baseUrl;
    private final Map<String, String> headers;

    public Api(String baseUrl) {
        this(CLIENT, baseUrl);
    }

    /** A server that needs a client of its own, for instance one that trusts its certificate. */
    public Api(HttpClient client, String baseUrl) {
        this(client, baseUrl, Map.of());
    }

    private Api(HttpClient client, String baseUrl, Map<String, String> headers) {
        this.client = client;
        this.baseUrl = baseUrl;
        this.headers = headers;
    }

    /** The same server, called with an API key. */
    public Api as(String key) {
        return with("Authorization", "Bearer " + key);
    }

    /** The same server, called for a shopper. */
    public Api forShopper(String shopper) {
        return with("X-Shopper-Id", shopper);
    }

    /** The same server, called with one more header. */
    public Api with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Api(client, baseUrl, more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** Posts with an idempotency key of its own, unless one was set. */
    public Answer post(String path, Object body) {
        return (headers.containsKey("Idempotency-Key")
                        ? this
                        : with("Idempotency-Key", UUID.randomUUID().toString()))
                .send("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends what it is given: a text as it is, anything else as JSON. */
    public Answer send(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            if (!headers.containsKey("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
            request.method(method, HttpRequest.BodyPublishers.ofString(body instanceof String s ? s : write(body)));
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), read(response));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + baseUrl + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(HttpResponse<String> response) throws JsonProcessingException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        return type.contains("json") && !response.body().isBlank()
                ? JSON.readTree(response.body())
                : MissingNode.getInstance();
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
