package io.orderloom.payment;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.Optional;

/** What payments need to know of orders, and tell them. The room that owns orders implements it. */
public interface PayableOrders {

    /** Whether money is welcome. */
    enum Standing {
        PAYABLE,
        /** The money is in. */
        PAID,
        /** Unpaid, and being closed at the gateways. */
        CLOSING,
        /** Over without having been paid. */
        CANCELLED
    }

    /**
     * An order as a payment sees it, its row locked.
     *
     * @param payBefore the moment after which it is closed
     * @param givenUp whether the shopper does not want it any more, unpaid as it is
     */
    record PayableOrder(
            OrderNo orderNo,
            ShopperId shopper,
            Standing standing,
            Money amountDue,
            Instant payBefore,
            boolean givenUp) {}

    /** Locks the order until the running transaction ends. */
    Optional<PayableOrder> lock(OrderNo orderNo);

    /** Books the money and tells the order's process, in the running transaction under the order's lock. */
    void paid(OrderNo orderNo, Payment payment);

    /**
     * Records money that the order does not need: it was paid already, or is over. It goes back by itself.
     *
     * @return why it is not needed
     */
    RefundReason surplus(OrderNo orderNo, Payment payment);

    /** Records, in the running transaction under the order's lock, that money is back with the payer. */
    void refunded(OrderNo orderNo, Refund refund);

    /** Stops the order until a person decides. */
    void hold(OrderNo orderNo, String reason, String explanation);

    /** Whom a gateway needs as payer, for instance the shopper's openid; personal data. */
    Optional<String> payerId(ShopperId shopper, Channel channel);
}
