package io.orderloom.fulfilment;

/** What came of telling WeChat of a parcel. */
public enum ShippingReport {
    /** WeChat has it, or there is nobody to tell it for. */
    TOLD,
    /** Not yet: WeChat did not answer, or an earlier parcel has to be told first. */
    AGAIN,
    /** WeChat refused; a person has to look. */
    REFUSED
}
