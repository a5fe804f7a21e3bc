package io.orderloom.support;

import io.orderloom.shared.Outcome;
import java.util.Map;

/**
 * The port to WeChat's messages. WeChat knows no number by which it would recognise a repetition: what ends in
 * {@link Outcome.Unknown} may have been shown, and sending it again may show it twice.
 */
public interface Messenger {

    /** WeChat's window for customer messages is closed, or all of its messages are used. */
    String WINDOW_CLOSED = "WINDOW_CLOSED";

    /** The user does not want messages of this template, or not one more. */
    String REFUSED_BY_USER = "43101";

    /** Whether the shop has a template for such moments. */
    boolean hasTemplate(Moment moment);

    /** Writes to a user in WeChat's chat ("customer message"). {@link Outcome.Declined} is for good. */
    Outcome<Boolean> customerMessage(String openid, String text);

    /**
     * Tells a user of a moment ("subscribe message"). {@link Outcome.Declined} is for good.
     *
     * @param values what the template may show, by the names of {@code {…}} in its settings
     */
    Outcome<Boolean> subscribeMessage(Moment moment, String openid, Map<String, String> values);
}
