package io.orderloom.fulfilment;

/** What came of making a waybill, in the words of the waybill model's decisions. */
public enum WaybillProgress {
    MADE,
    /** Nobody can say yet: ask again, under the same number. */
    AGAIN,
    /** The carrier will not; a person has to type the number in. */
    REFUSED
}
