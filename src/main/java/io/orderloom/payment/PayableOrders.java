package io.orderloom.payment;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.util.Optional;

/** What payments need to know of orders, and tell them. The room that owns orders implements it. */
public interface PayableOrders {

    /** Locks the order until the running transaction ends. */
    Optional<Payable> lock(OrderNo orderNo);

    /** Books the money and tells the order's process, in the running transaction under the order's lock. */
    void paid(OrderNo orderNo, Payment payment);

    /** Records, in the running transaction under the order's lock, that money is back with the payer. */
    void refunded(OrderNo orderNo, Refund refund);

    /** Stops the order until a person decides. */
    void hold(OrderNo orderNo, String reason, String explanation);

    /** Whom a gateway needs as payer, for instance the shopper's openid; personal data. */
    Optional<String> payerId(ShopperId shopper, Channel channel);
}
