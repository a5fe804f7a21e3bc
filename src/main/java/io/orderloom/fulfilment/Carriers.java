package io.orderloom.fulfilment;

import io.orderloom.shared.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The port to the carriers, or to a service that speaks for them. Implementations never throw for what a
 * carrier or the network does: it becomes an {@link Outcome}.
 */
public interface Carriers {

    /**
     * A parcel as a carrier knows it.
     *
     * @param carrier our code of the carrier, for instance {@code SF}
     * @param phone the receiver's phone, which some carriers demand; personal data
     */
    record Parcel(
            String carrier, String trackingNo, @Nullable String phone) {}

    /**
     * What a carrier says of a parcel: the whole track, oldest first.
     *
     * @param state where it stands now
     */
    record Track(String trackingNo, TrackingState state, List<TrackingNews> news) {}

    /** Whether the code names a carrier that parcels can be tracked with. */
    boolean knows(String carrier);

    /** Asks to be told whatever happens to the parcel; asking twice is harmless. */
    Outcome<Boolean> subscribe(Parcel parcel);

    /** Asks where the parcel is. */
    Outcome<Track> query(Parcel parcel);

    /** Reads what a carrier pushes to us. */
    interface PushReader {

        /**
         * Verifies and reads a push.
         *
         * @param form the posted form fields
         * @throws PushRefused when it is forged or unreadable
         */
        Track read(Map<String, String> form);
    }
}
