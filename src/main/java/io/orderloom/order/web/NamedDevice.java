package io.orderloom.order.web;

import io.orderloom.web.MalformedRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shopper's device, as a caller names it: any text that is the same for the same device. */
final class NamedDevice {

    static final String HEADER = "X-Device-Id";

    private static final Pattern DEVICE_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

    private NamedDevice() {}

    /**
     * Null when the caller names none, or leaves it blank.
     *
     * @throws MalformedRequest when it is too long or not visible ASCII
     */
    static @Nullable String of(@Nullable String named) {
        if (named == null || named.isBlank()) {
            return null;
        }
        if (!DEVICE_ID.matcher(named).matches()) {
            throw new MalformedRequest(HEADER + " is 1 to 128 visible ASCII characters.");
        }
        return named;
    }
}
