package io.orderloom.fulfilment;

/** Parcels that other rooms follow with the same carriers, such as goods on their way back. */
public interface OtherParcels {

    /** Takes in a track that a carrier pushed. @return whether the room knows a parcel of this number */
    boolean pushed(Carriers.Track track);
}
