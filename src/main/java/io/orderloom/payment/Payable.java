package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;

/**
 * What a payment is for, as it stands under its order's lock: an order, or the top-up of an exchange in one.
 *
 * @param payBefore the moment after which it is closed
 * @param givenUp whether the shopper does not want it any more, unpaid as it is
 */
public record Payable(
        OrderNo orderNo, ShopperId shopper, Standing standing, Money amountDue, Instant payBefore, boolean givenUp) {

    /** Whether money is welcome. */
    public enum Standing {
        PAYABLE,
        /** The money is in. */
        PAID,
        /** Unpaid, and being closed at the gateways. */
        CLOSING,
        /** Over without having been paid. */
        CANCELLED
    }
}
