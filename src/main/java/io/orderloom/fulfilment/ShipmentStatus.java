package io.orderloom.fulfilment;

/** Where a parcel stands. */
public enum ShipmentStatus {
    SHIPPED,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    /** Signed for, or handed over in the shop. */
    SIGNED,
    /** Refused, lost, damaged: a person has to look. */
    PROBLEM,
    REFUSED,
    RETURNED
}
