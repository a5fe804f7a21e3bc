package io.orderloom.engine;

import io.orderloom.shared.BusinessNumbers;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of incidents: which order, where in the model, what went wrong, and nobody's personal data. */
public final class IncidentTexts {

    private static final int LONGEST_REASON = 200;
    /** Numbers as long as a phone's, and anything with an at sign. */
    private static final Pattern PERSONAL = Pattern.compile("\\+?\\d[\\d -]{5,}\\d|\\S+@\\S+");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}]+");

    private IncidentTexts() {}

    /**
     * One sentence for operators.
     *
     * @param businessKey what the process is about: an order's number, or the name of a day's books
     */
    public static String of(
            @Nullable String businessKey,
            @Nullable String elementId,
            @Nullable String elementName,
            @Nullable String reason) {
        StringBuilder text = new StringBuilder();
        text.append(subject(businessKey)).append(" stopped");
        if (elementId != null) {
            text.append(" at '")
                    .append(elementName == null ? elementId : elementName)
                    .append("' (")
                    .append(elementId)
                    .append(')');
        }
        return text.append(": ").append(harmless(reason)).toString();
    }

    private static String subject(@Nullable String businessKey) {
        if (businessKey == null) {
            return "A process without order";
        }
        return BusinessNumbers.isNumber(businessKey) ? "Order " + businessKey : businessKey;
    }

    /** What went wrong: the class of the cause at the bottom, and its words if the engine chose them. */
    static String reason(Throwable failure) {
        Throwable bottom = failure;
        while (bottom.getCause() != null && bottom.getCause() != bottom) {
            bottom = bottom.getCause();
        }
        String kind = bottom.getClass().getSimpleName();
        boolean wordsOfTheEngine = bottom.getClass().getName().startsWith("org.camunda.");
        String words = bottom.getMessage();
        return wordsOfTheEngine && words != null ? harmless(kind + ": " + words) : kind;
    }

    private static String harmless(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            return "no reason given";
        }
        String line = UNPRINTABLE.matcher(reason).replaceAll(" ");
        String masked = PERSONAL.matcher(line).replaceAll("…");
        return masked.length() <= LONGEST_REASON ? masked : masked.substring(0, LONGEST_REASON) + "…";
    }
}
