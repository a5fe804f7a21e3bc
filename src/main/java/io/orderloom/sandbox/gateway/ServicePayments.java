package io.orderloom.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the service has opened and no gateway has heard of yet, because the client app is the first to call.
 * A tester who lets the payer pay means that the client calls, too.
 */
@FunctionalInterface
public interface ServicePayments {

    /** Knows of none. */
    ServicePayments NONE = paymentNo -> Optional.empty();

    Optional<ClientCall> find(String paymentNo);

    /** What the client app would call with. */
    record ClientCall(String channel, String scene, JsonNode clientParams) {}
}
