package io.orderloom.fulfilment;

import io.orderloom.shared.Outcome;

/**
 * The port to who makes waybills with carriers. Implementations never throw for what a carrier or the network
 * does: it becomes an {@link Outcome}.
 */
public interface Waybills {

    /**
     * What is to be sent.
     *
     * @param shipmentNo our number; the same one gets the same waybill, however often it is asked for
     * @param carrier our code of the carrier
     * @param receiver who gets it; personal data
     */
    record Sending(String shipmentNo, String carrier, Consignee receiver, String goods) {}

    /**
     * Who gets a parcel; personal data.
     *
     * @param address in full, from the province on
     */
    record Consignee(String name, String phone, String address) {}

    /** Whether waybills of this carrier can be made. */
    boolean makes(String carrier);

    /** Orders a waybill and answers its number. */
    Outcome<String> order(Sending sending);
}
