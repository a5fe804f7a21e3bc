package io.orderloom.customer;

import io.orderloom.shared.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and addresses as people write them: any script and emoji, but nothing that hides or reorders text. */
public final class PersonText {

    private PersonText() {}

    /**
     * A text that must be there.
     *
     * @param errors takes what is wrong with it
     */
    public static String required(@Nullable String value, String pointer, int maxLength, List<Problem.At> errors) {
        String text = optional(value, pointer, maxLength, errors);
        if (text.isEmpty()) {
            errors.add(new Problem.At(pointer, "REQUIRED", "A text is needed here."));
        }
        return text;
    }

    /**
     * A text that may be left out, which is the empty text.
     *
     * @param maxLength in characters as people count them, so that one simple emoji is one
     * @param errors takes what is wrong with it
     */
    public static String optional(@Nullable String value, String pointer, int maxLength, List<Problem.At> errors) {
        String text = value == null ? "" : value.strip();
        if (text.codePointCount(0, text.length()) > maxLength) {
            errors.add(new Problem.At(pointer, "WRONG_SIZE", "At most " + maxLength + " characters fit here."));
        }
        if (text.codePoints().anyMatch(PersonText::isRefused)) {
            errors.add(new Problem.At(pointer, "CONTROL_CHARACTERS", "Control characters do not belong here."));
        }
        return text;
    }

    /** The joiners that emoji are made of stay; what turns the direction of other people's text does not. */
    private static boolean isRefused(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }
}
