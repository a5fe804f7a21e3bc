package io.orderloom.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timeline's sentences: {@code timeline*.properties}, by kind. {@code {0}} is a note's first
 * argument, {@code {carrier}} an event's field (shown by its text of {@code code.*}, if there is one), {@code {payableFen:yuan}} an amount in yuan.
 */
final class TimelineTexts {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(:yuan)?}");
    private static final ResourceBundle.Control CHOSEN_OR_ENGLISH =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private TimelineTexts() {}

    /** @param arguments an array (note) or an object (event) */
    static String text(String kind, JsonNode arguments, Locale language) {
        ResourceBundle texts = ResourceBundle.getBundle("timeline", language, CHOSEN_OR_ENGLISH);
        if (!texts.containsKey(kind)) {
            return kind;
        }
        return PLACE.matcher(texts.getString(kind))
                .replaceAll(place ->
                        Matcher.quoteReplacement(value(arguments, place.group(1), place.group(2) != null, texts)));
    }

    private static String value(JsonNode arguments, String name, boolean yuan, ResourceBundle texts) {
        JsonNode value = arguments.isArray() ? arguments.path(Integer.parseInt(name)) : arguments.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (yuan) {
            return BigDecimal.valueOf(value.asLong(), 2).toPlainString();
        }
        String code = "code." + value.asText();
        return texts.containsKey(code) ? texts.getString(code) : value.asText();
    }
}
