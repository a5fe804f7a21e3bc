package io.orderloom.web;

import io.orderloom.shared.ShopperId;
import java.util.regex.Pattern;

/** The shopper that the shop's own programs name, as a header says it. */
public final class NamedShopper {

    private static final Pattern SHOPPER_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private NamedShopper() {}

    /** @throws MalformedRequest when no shopper of the shop can have that id */
    public static ShopperId of(String named) {
        if (!SHOPPER_ID.matcher(named).matches()) {
            throw new MalformedRequest("X-Shopper-Id is 1 to 64 letters, digits, dots, dashes and underscores.");
        }
        return new ShopperId(named);
    }
}
