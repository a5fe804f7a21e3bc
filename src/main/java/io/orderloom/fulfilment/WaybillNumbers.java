package io.orderloom.fulfilment;

import io.orderloom.shared.InvalidRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What carriers print on waybills: 6 to 32 letters, digits or dashes. */
public final class WaybillNumbers {

    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z-]{6,32}");

    private WaybillNumbers() {}

    static boolean isOne(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches();
    }

    /**
     * Takes a number that somebody gave us.
     *
     * @throws InvalidRequest when it is none
     */
    public static String require(@Nullable String text) {
        if (text == null || !isOne(text)) {
            throw new InvalidRequest(
                    "/trackingNo", "TRACKING_NO_INVALID", "A waybill number has 6 to 32 letters, digits or dashes.");
        }
        return text;
    }
}
