package io.orderloom.support;

import io.orderloom.shared.PaymentNo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What WeChat says of orders besides what users write; all in the running transaction. */
public interface TradeNews {

    /** WeChat knows of no shipping for a payment, and its money stays frozen. */
    void shippingMissed(PaymentNo paymentNo);

    /**
     * WeChat settles a payment, or says when it will.
     *
     * @param settledAt null as long as it has only heard of the shipping
     */
    void settlement(PaymentNo paymentNo, @Nullable Instant settledAt);
}
