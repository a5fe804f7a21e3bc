package io.orderloom.fulfilment;

/** What a person decides about a parcel in trouble. */
public enum ParcelDecision {
    /** It is still on its way: wait on. */
    CARRY_ON,
    /** The shopper has it, although the carrier never said so. */
    ARRIVED,
    /** It will not arrive: lost, or back in the shop. Money is given back by a refund or an after-sale. */
    WILL_NOT_ARRIVE
}
