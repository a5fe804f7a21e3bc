package io.orderloom.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Pattern;

/**
 * The message for text logs. Further lines of it are indented and control signs are taken out, so that
 * nobody's input can pass for a line of its own or steer the terminal of the reader.
 */
public final class OneLineMessage extends ClassicConverter {

    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    @Override
    public String convert(ILoggingEvent event) {
        String message = event.getFormattedMessage();
        if (message == null) {
            return "";
        }
        String indented = LINE_END.matcher(message).replaceAll("\n    ").stripTrailing();
        return CONTROL.matcher(indented).replaceAll("?");
    }
}
