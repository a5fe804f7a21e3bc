package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests from an OpenAPI document: for each operation one that is as right as the document can say, and
 * from that any number that are wrong in one place. The same seed makes the same requests.
 */
public final class OpenApiFuzz {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 6;

    /** Texts that people and attackers send where a plain word is expected. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x".repeat(70),
            "x".repeat(5_000),
            "x".repeat(200_000),
            "x".repeat(1_100_000),
            "😀👨‍👩‍👧𠮷",
            "\u0000",
            "a\u0007b",
            "\u202Egpj.exe",
            "\uD83D",
            "line\r\nInjected: yes",
            "' OR '1'='1",
            "\\\"`;--",
            "%",
            "_",
            "${7*7}#{7*7}{{7*7}}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "=cmd|' /C calc'!A0",
            "0000-00-00",
            "2026-02-29T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "+999999999-12-31T23:59:59Z",
            "P9999Y",
            "-1",
            "1e309",
            "１２３",
            "null",
            "true");

    private static final List<JsonNode> NUMBERS = List.of(
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(1.5),
            NODES.numberNode(Integer.MAX_VALUE),
            NODES.numberNode(Integer.MIN_VALUE),
            NODES.numberNode(2_147_483_648L),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(new java.math.BigInteger("9223372036854775808")),
            NODES.numberNode(new java.math.BigDecimal("1E+400")));

    private static final List<String> MEDIA_TYPES = List.of(
            "",
            "text/plain",
            "application/xml",
            "application/json;charset=utf-16",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/csv",
            "nonsense");

    private final JsonNode document;
    private final Map<String, String> known;
    private final Random random;

    /**
     * A request to send.
     *
     * @param wrong what is wrong with it, for people
     * @param contentType empty for none
     */
    public record Request(
            String method,
            String path,
            Map<String, String> headers,
            String contentType,
            @Nullable String body,
            String wrong) {}

    /** One operation of the document. */
    public record Operation(String method, String path, JsonNode description) {

        /** The roles that may call it; empty when it needs no credentials. */
        public List<String> roles() {
            List<String> roles = new ArrayList<>();
            description.path("x-roles").forEach(role -> roles.add(role.asText()));
            return roles;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** @param known values of fields and parameters, by name, that the running service knows */
    public OpenApiFuzz(JsonNode document, Map<String, String> known, long seed) {
        this.document = document;
        this.known = known;
        this.random = new Random(seed);
    }

    /** Every operation that the document names. */
    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> operations.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return operations;
    }

    /** A request with nothing wrong as far as the document tells. */
    public Request sound(Operation operation) {
        return build(operation, null, "", null, mediaType(operation), body(operation), "nothing");
    }

    /** A request that is wrong in one place, or in its whole body. */
    public Request broken(Operation operation) {
        JsonNode body = body(operation);
        List<JsonNode> parameters = new ArrayList<>();
        operation.description().path("parameters").forEach(parameters::add);
        int kinds = body == null ? 3 : 9;
        return switch (random.nextInt(kinds)) {
            case 0 -> {
                if (parameters.isEmpty()) {
                    yield build(
                            operation, null, "", "?surplus=" + encoded(text()), mediaType(operation), body, "query");
                }
                JsonNode parameter = any(parameters);
                String value = text();
                yield build(
                        operation,
                        parameter.path("name").asText(),
                        value,
                        null,
                        mediaType(operation),
                        body,
                        parameter.path("name").asText() + " = " + shortened(value));
            }
            case 1 -> {
                JsonNode parameter = parameters.isEmpty() ? NODES.objectNode() : any(parameters);
                String name = parameter.path("name").asText("page");
                yield build(
                        operation,
                        null,
                        "",
                        "?" + name + "=1&" + name + "=" + encoded(any(NUMBERS).asText()),
                        mediaType(operation),
                        body,
                        name + " twice");
            }
            case 2 -> {
                String type = any(MEDIA_TYPES);
                yield build(operation, null, "", null, type, body, "media type " + type);
            }
            case 3 -> build(operation, null, "", null, mediaType(operation), cut(String.valueOf(body)), "a cut body");
            case 4 -> {
                String depth = random.nextBoolean() ? "[".repeat(5_000) : "{\"a\":".repeat(5_000);
                yield build(operation, null, "", null, mediaType(operation), depth, "a deep body");
            }
            default -> {
                JsonNode wrong = body == null ? NODES.objectNode() : body.deepCopy();
                String what = spoil(wrong);
                yield build(operation, null, "", null, mediaType(operation), wrong.toString(), what);
            }
        };
    }

    /** Breaks one place of the value, somewhere in its depth. */
    private String spoil(JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            String name = any(new ArrayList<>(new TreeSet<>(names(object))));
            JsonNode child = object.path(name);
            if (child.isContainerNode() && !child.isEmpty() && random.nextInt(3) > 0) {
                return "/" + name + spoil(child);
            }
            return switch (random.nextInt(8)) {
                case 0 -> {
                    object.remove(name);
                    yield "/" + name + " missing";
                }
                case 1 -> {
                    object.put("surplus", "x");
                    yield "/surplus";
                }
                case 2 -> {
                    object.put(text(), 1);
                    yield "/ a field of hostile name";
                }
                default -> {
                    JsonNode hostile = hostile();
                    object.set(name, hostile);
                    yield "/" + name + " = " + shortened(hostile.toString());
                }
            };
        }
        if (value instanceof ArrayNode array) {
            if (!array.isEmpty() && array.get(0).isContainerNode() && random.nextBoolean()) {
                return "/0" + spoil(array.get(0));
            }
            JsonNode hostile = hostile();
            if (random.nextBoolean()) {
                for (int i = 0; i < 1_001; i++) {
                    array.add(hostile.isTextual() && hostile.asText().length() > 100 ? TextNode.valueOf("x") : hostile);
                }
                return " with 1001 items more";
            }
            array.add(hostile);
            return "/- = " + shortened(hostile.toString());
        }
        return " as it is";
    }

    private JsonNode hostile() {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.objectNode();
            case 4, 5 -> any(NUMBERS);
            default -> NODES.textNode(text());
        };
    }

    private String text() {
        return any(TEXTS);
    }

    private Request build(
            Operation operation,
            @Nullable String spoilt,
            String value,
            @Nullable String query,
            String contentType,
            @Nullable Object body,
            String wrong) {
        String path = operation.path();
        StringBuilder asked = new StringBuilder();
        Map<String, String> headers = new LinkedHashMap<>();
        for (JsonNode parameter : operation.description().path("parameters")) {
            String name = parameter.path("name").asText();
            boolean hit = name.equals(spoilt);
            String sent = hit ? value : known.getOrDefault(name, plain(sample(parameter.path("schema"), 0)));
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(sent.isEmpty() ? "%" : sent));
                case "query" -> {
                    if (hit || parameter.path("required").asBoolean()) {
                        asked.append(asked.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(sent));
                    }
                }
                default -> {
                    if (hit) {
                        headers.put(name, sent.replaceAll("[^\\x20-\\x7E]", "?"));
                    }
                }
            }
        }
        return new Request(
                operation.method(),
                path + (query == null ? shortenedTo(asked.toString(), 7_000) : query),
                headers,
                body == null ? "" : contentType,
                body == null ? null : body.toString(),
                wrong);
    }

    private static String shortenedTo(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length).replaceAll("%[0-9A-F]?$", "");
    }

    private static String plain(JsonNode sample) {
        return sample.isValueNode() ? sample.asText() : "x";
    }

    private static String encoded(String text) {
        String cut = text.length() > 3_000 ? text.substring(0, 3_000) : text;
        return URLEncoder.encode(cut, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String mediaType(Operation operation) {
        var types = operation.description().path("requestBody").path("content").fieldNames();
        return types.hasNext() ? types.next() : "application/json";
    }

    private @Nullable JsonNode body(Operation operation) {
        JsonNode content = operation.description().path("requestBody").path("content");
        if (content.isMissingNode()) {
            return null;
        }
        return sample(content.elements().next().path("schema"), 0);
    }

    /** A value that the schema allows. */
    private JsonNode sample(JsonNode schema, int depth) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replaceFirst(".*/", "");
            return sample(document.path("components").path("schemas").path(name), depth + 1);
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "integer", "number" -> NODES.numberNode(schema.path("minimum").asLong(1));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                yield depth > DEEPEST ? array : array.add(sample(schema.path("items"), depth + 1));
            }
            case "string" ->
                NODES.textNode(
                        switch (schema.path("format").asText()) {
                            case "date-time" -> "2026-01-01T00:00:00Z";
                            case "date" -> "2026-01-01";
                            default -> "fuzz" + random.nextInt(1_000);
                        });
            default -> {
                ObjectNode object = NODES.objectNode();
                if (depth <= DEEPEST) {
                    schema.path("properties")
                            .properties()
                            .forEach(property -> object.set(
                                    property.getKey(), field(property.getKey(), property.getValue(), depth)));
                }
                yield object;
            }
        };
    }

    private JsonNode field(String name, JsonNode schema, int depth) {
        JsonNode sample = sample(schema, depth + 1);
        String value = known.get(name);
        return value != null && sample.isTextual() ? NODES.textNode(value) : sample;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String cut(String body) {
        return body.substring(0, random.nextInt(Math.max(1, body.length())));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String shortened(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "… (" + text.length() + ")" : text;
        try {
            return JSON.writeValueAsString(shown);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return "?";
        }
    }
}
