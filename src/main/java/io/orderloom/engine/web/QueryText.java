package io.orderloom.engine.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Looks for expressions in what a caller sends to the engine: they would be run on the server. */
final class QueryText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String EXPRESSION = "expression";

    private QueryText() {}

    /** Whether a parameter's name ends with "Expression", however it is spelled or encoded. */
    static boolean hasExpression(@Nullable String query) {
        if (query == null) {
            return false;
        }
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (isExpression(URLDecoder.decode(name, StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether any member at any depth has such a name.
     *
     * @throws IOException when it is not JSON
     */
    static boolean hasExpression(byte[] body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && isExpression(parser.currentName())) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isExpression(String name) {
        return name.strip().toLowerCase(Locale.ROOT).endsWith(EXPRESSION);
    }
}
