package io.orderloom.order;

/** Where an order stands, by the names of the API. */
public enum OrderStatus {
    PENDING_PAYMENT,
    PAID,
    PARTLY_SHIPPED,
    SHIPPED,
    DELIVERED,
    COMPLETED,
    /** Over without having been paid. */
    CANCELLED,
    /** Paid, then wholly refunded before completion. */
    CLOSED;

    /** Whether goods may leave. */
    public boolean isShippable() {
        return this == PAID || this == PARTLY_SHIPPED;
    }

    /** Whether the money came in, whatever happened later. */
    public boolean wasPaid() {
        return this != PENDING_PAYMENT && this != CANCELLED;
    }
}
