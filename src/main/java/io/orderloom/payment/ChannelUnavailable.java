package io.orderloom.payment;

import io.orderloom.shared.Problem;

/** The gateway did not open the payment this time; the same request may be repeated with the same key. */
public class ChannelUnavailable extends Problem {

    private static final long serialVersionUID = 1L;

    public ChannelUnavailable(Channel channel) {
        super(
                Kind.UNAVAILABLE,
                "CHANNEL_UNAVAILABLE",
                channel + " does not answer at the moment. Try again, or pay another way.");
    }
}
