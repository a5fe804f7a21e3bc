package io.orderloom.payment;

import io.orderloom.shared.Problem;
import java.time.Duration;

/** The payment is too old for the gateway to give it back. */
public class RefundWindowOver extends Problem {

    private static final long serialVersionUID = 1L;

    /** @param window for how long after the payment it takes refunds */
    public RefundWindowOver(Channel channel, Duration window) {
        super(
                Kind.INVALID,
                "REFUND_WINDOW_OVER",
                channel + " takes refunds for " + window.toDays()
                        + " days after the payment. Pay it back in another way.");
    }
}
