package io.orderloom.shared;

/** A room that keeps personal data of shoppers and can forget it while its books stay right. */
public interface HoldsPersonalData {

    /** Erases the shopper's personal data in the running transaction; a second call finds nothing. */
    void erase(ShopperId shopper);
}
