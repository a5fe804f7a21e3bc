package io.orderloom.payment;

/** Where the shopper pays. */
public enum Scene {
    /** Inside the mini-program. */
    MINI_PROGRAM,
    /** By scanning a QR code. */
    NATIVE,
    /** In a browser on the phone. */
    H5,
    /** In the merchant's own app. */
    APP
}
