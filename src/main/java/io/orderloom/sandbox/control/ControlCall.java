package io.orderloom.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The body of a control call. A field that no control knows is refused, for it is a typing error in a test. */
public final class ControlCall {

    private final ObjectNode body;

    private ControlCall(ObjectNode body) {
        this.body = body;
    }

    /** An empty body stands for {@code {}}. */
    public static ControlCall of(HttpCall call, String... fields) {
        ObjectNode body = call.body().length == 0
                ? Json.object()
                : call.json().orElseThrow(() -> problem(400, "MALFORMED_REQUEST", "The body must be a JSON object"));
        List<String> known = Arrays.asList(fields);
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw problem(400, "MALFORMED_REQUEST", "Unknown field " + name + "; known are " + known);
            }
        }
        return new ControlCall(body);
    }

    /** A refusal of the controls, as problem+json. */
    public static Refused problem(int status, String code, String detail) {
        ObjectNode problem = Json.object()
                .put("status", status)
                .put("code", code)
                .put("title", code)
                .put("detail", detail);
        return new Refused(HttpAnswer.of(status, "application/problem+json", Json.bytes(problem)), detail);
    }

    public Optional<String> text(String field) {
        return value(field).map(value -> {
            if (!value.isTextual() || value.textValue().isBlank()) {
                throw problem(400, "MALFORMED_REQUEST", field + " must be a text");
            }
            return value.textValue();
        });
    }

    public String requiredText(String field) {
        return text(field).orElseThrow(() -> problem(400, "MALFORMED_REQUEST", field + " is missing"));
    }

    public Optional<Long> whole(String field, long least, long most) {
        return value(field).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.asLong() < least
                    || value.asLong() > most) {
                throw problem(400, "MALFORMED_REQUEST", field + " must be a whole number from " + least);
            }
            return value.asLong();
        });
    }

    public boolean flag(String field, boolean otherwise) {
        return value(field)
                .map(value -> {
                    if (!value.isBoolean()) {
                        throw problem(400, "MALFORMED_REQUEST", field + " must be true or false");
                    }
                    return value.booleanValue();
                })
                .orElse(otherwise);
    }

    /** A word like {@code shipping-info}, {@code queryRefund} or {@code NOT_ENOUGH} as the constant it names. */
    public <E extends Enum<E>> Optional<E> word(String field, Class<E> type) {
        return text(field).map(text -> {
            String name =
                    text.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_').toUpperCase(Locale.ROOT);
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> problem(
                            400,
                            "MALFORMED_REQUEST",
                            field + " must be one of " + Arrays.toString(type.getEnumConstants())));
        });
    }

    public <E extends Enum<E>> E requiredWord(String field, Class<E> type) {
        return word(field, type).orElseThrow(() -> problem(400, "MALFORMED_REQUEST", field + " is missing"));
    }

    public Optional<JsonNode> value(String field) {
        JsonNode value = body.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }
}
