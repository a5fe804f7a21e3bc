package io.orderloom.support;

import io.orderloom.shared.InvalidRequest;
import org.jspecify.annotations.Nullable;

/** Words as people write them: any script, lines and emoji, but nothing that hides or reorders text. */
public final class MessageText {

    /** Of what shoppers write, in characters as people count them. */
    public static final int LONGEST_OF_SHOPPER = 1000;

    /** Of what staff writes: so much fits into one message of WeChat, which takes 2048 bytes. */
    public static final int LONGEST_OF_STAFF = 600;

    private MessageText() {}

    /**
     * The text without the empty room around it.
     *
     * @param longest in characters
     * @throws InvalidRequest when nothing is written, too much, or what people do not write
     */
    public static String of(@Nullable String written, String pointer, int longest) {
        String text = written == null ? "" : written.strip();
        if (text.isEmpty()) {
            throw new InvalidRequest(pointer, "TEXT_MISSING", "Nothing is written.");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            throw new InvalidRequest(pointer, "TEXT_TOO_LONG", "At most " + longest + " characters fit here.");
        }
        if (text.codePoints().anyMatch(MessageText::isRefused)) {
            throw new InvalidRequest(pointer, "CONTROL_CHARACTERS", "Control characters do not belong here.");
        }
        return text;
    }

    /** What came from WeChat and cannot be refused: cut to its length, without what people do not write. */
    static String tamed(String text) {
        StringBuilder tamed = new StringBuilder();
        text.strip()
                .codePoints()
                .filter(point -> !isRefused(point))
                .limit(LONGEST_OF_SHOPPER)
                .forEach(tamed::appendCodePoint);
        return tamed.toString();
    }

    private static boolean isRefused(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
        };
    }
}
