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
    RETURNED,
    /** It will not arrive, and a person has settled that; nothing is waited for any more. */
    SETTLED;

    /** Whether a person has to look at a parcel that stands so. */
    boolean inTrouble() {
        return this == PROBLEM || this == REFUSED || this == RETURNED;
    }
}
