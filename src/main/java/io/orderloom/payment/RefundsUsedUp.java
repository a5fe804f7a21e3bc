package io.orderloom.payment;

import io.orderloom.shared.Problem;

/** The gateway takes no further refund of this payment, however small. */
public class RefundsUsedUp extends Problem {

    private static final long serialVersionUID = 1L;

    /** @param most how many refunds of one payment it takes */
    public RefundsUsedUp(Channel channel, int most) {
        super(
                Kind.INVALID,
                "REFUNDS_USED_UP",
                channel + " takes " + most
                        + " refunds of one payment, and this one has had them. Pay the rest back in another way.");
    }
}
