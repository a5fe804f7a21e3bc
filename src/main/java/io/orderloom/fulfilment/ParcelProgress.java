package io.orderloom.fulfilment;

/** What asking the carrier found out, in the words of the parcel model's decisions. */
public enum ParcelProgress {
    SIGNED,
    ON_ITS_WAY,
    /** Refused, returned, damaged, or no sign of life for too long: a person has to look. */
    IN_TROUBLE
}
