package io.orderloom.fulfilment;

/** What a carrier says of a parcel, in one vocabulary for all carriers. */
public enum TrackingState {
    COLLECTED,
    IN_TRANSIT,
    OUT_FOR_DELIVERY,
    /** Something is wrong with it; a person has to look. */
    PROBLEM,
    SIGNED,
    REFUSED,
    /** On its way back to the shop. */
    RETURNING,
    /** Back in the shop, signed for there. */
    RETURNED
}
