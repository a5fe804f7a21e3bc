package io.orderloom.pricing;

/** How the goods reach the shopper. */
public enum DeliveryMethod {
    /** By a carrier, to an address. */
    EXPRESS,
    /** The shopper comes for them; no address, no freight. */
    PICKUP
}
