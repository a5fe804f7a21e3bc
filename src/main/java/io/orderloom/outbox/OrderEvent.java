package io.orderloom.outbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.orderloom.shared.OrderNo;

/**
 * Something that happened to an order, told to the world. Implemented by past-tense records of
 * primitives, which become the {@code data} of a CloudEvent.
 */
public interface OrderEvent {

    /** The order it happened to: the event's {@code subject}. */
    @JsonIgnore
    OrderNo subject();

    /** The event's {@code type} and routing key, with its version: {@code order.paid.v1}. */
    @JsonIgnore
    String routingKey();
}
