package io.orderloom.sandbox.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire. Path, query and body are kept raw, because signatures are made over
 * what was sent and not over what it means.
 */
public final class HttpCall {

    private final String method;
    private final String rawPath;
    private final @Nullable String rawQuery;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Map<String, String> variables;

    /** @param headers by lower-case name */
    HttpCall(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Map<String, String> headers,
            byte[] body,
            Map<String, String> variables) {
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.body = body;
        this.variables = variables;
    }

    HttpCall with(Map<String, String> pathVariables) {
        return new HttpCall(method, rawPath, rawQuery, headers, body, pathVariables);
    }

    public String method() {
        return method;
    }

    String rawPath() {
        return rawPath;
    }

    /** Raw path and, when there is one, raw query. */
    public String target() {
        return rawQuery == null ? rawPath : rawPath + "?" + rawQuery;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The decoded part of the path that stands for {@code {name}} in the route. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("The route has no {" + name + "}");
        }
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(queryFields().get(name));
    }

    /** All parameters of the query, decoded. */
    public Map<String, String> queryFields() {
        return fields(rawQuery == null ? "" : rawQuery);
    }

    /** A field of an url-encoded form body. */
    public Optional<String> form(String name) {
        return Optional.ofNullable(formFields().get(name));
    }

    /** All fields of an url-encoded form body, decoded. */
    public Map<String, String> formFields() {
        return fields(bodyText());
    }

    public byte[] body() {
        return body;
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public Optional<ObjectNode> json() {
        return Json.readObject(body);
    }

    /** Decodes pairs as queries and forms hold them; of a repeated name the first counts. */
    public static Map<String, String> fields(String encoded) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return pairs;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
