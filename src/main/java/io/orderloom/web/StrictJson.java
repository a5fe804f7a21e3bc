package io.orderloom.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Reads a body as RFC 8259 means it, in UTF-8 only, and refuses what would let two readers understand two
 * different things: duplicate keys, a second value after the first, broken or deceptive text.
 */
final class StrictJson {

    static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(32)
            .maxTokenCount(100_000)
            .maxNumberLength(64)
            .maxNameLength(256)
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(LIMITS).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private StrictJson() {}

    /** @throws MalformedRequest when the body is not one JSON object or array in clean UTF-8 */
    static JsonNode read(byte[] body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(new InputStreamReader(
                    new ByteArrayInputStream(body),
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
        } catch (JsonProcessingException e) {
            throw new MalformedRequest("The body is not well-formed JSON, or nested or cut into too many parts.");
        } catch (IOException e) {
            throw new MalformedRequest("The body is not UTF-8.");
        }
        if (!root.isContainerNode()) {
            throw new MalformedRequest("The body is neither a JSON object nor an array.");
        }
        requireCleanText(root);
        return root;
    }

    /** SHA-256 in hex of the value, the same for every order of fields and every spacing. */
    static String fingerprint(JsonNode root) {
        try {
            return HexFormat.of().formatHex(IdempotencyKey.sha256(MAPPER.writeValueAsString(root)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value that was read can be written", e);
        }
    }

    private static void requireCleanText(JsonNode node) {
        if (node.isTextual()) {
            requireClean(node.textValue());
        } else if (node.isObject()) {
            node.properties().forEach(field -> {
                requireClean(field.getKey());
                requireCleanText(field.getValue());
            });
        } else if (node.isArray()) {
            node.forEach(StrictJson::requireCleanText);
        }
    }

    /**
     * Emoji and their zero-width joiners are welcome. Half surrogates, control characters and the signs that
     * turn the direction of what follows are not: no shopper types them, and they deceive whoever reads.
     */
    private static void requireClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
            boolean turnsDirection = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            boolean half = Character.isLowSurrogate(c);
            if (Character.isHighSurrogate(c)) {
                half = i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
                i++;
            }
            if (control || turnsDirection || half) {
                throw new MalformedRequest("The body has text with control characters or broken characters.");
            }
        }
    }
}
