package io.orderloom.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.faults.Fault;
import io.orderloom.sandbox.wire.Routes;
import java.util.Set;

/** A payment gateway as the sandbox's controls see it. */
public interface PaymentChannel {

    /** {@code WECHAT_PAY}, {@code ALIPAY} or {@code UNIONPAY}. */
    String name();

    /** What its merchants cannot ask of it. */
    Set<Fault.Operation> lacks();

    /** Adds the addresses that the merchant calls. */
    void register(Routes routes);

    /**
     * Does what the client app does with its parameters, registering a payment the gateway has not heard of.
     *
     * @throws ClientRefusal if a real client would not open the payment
     */
    Payment openInClient(String scene, JsonNode clientParams) throws ClientRefusal;

    /** Begins to tell the merchant of a payment that has succeeded. */
    void announce(Payment payment);

    /** Begins to tell the merchant of a refund that has settled. */
    void announce(Refund refund);

    /** Sends one notification about a payment, whatever the books say of it. */
    Outbound compose(Payment payment, NotificationOrder order);

    /** Sends one notification about a refund, whatever the books say of it. */
    Outbound compose(Refund refund, NotificationOrder order);
}
