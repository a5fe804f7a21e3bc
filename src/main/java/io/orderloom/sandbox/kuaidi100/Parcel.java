package io.orderloom.sandbox.kuaidi100;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parcel on its way.
 *
 * @param carrier kuaidi100's code; null until somebody subscribes or orders a waybill
 * @param events oldest first
 * @param subscription null until somebody wants to be told
 */
record Parcel(
        String trackingNo,
        @Nullable String carrier,
        List<Event> events,
        @Nullable Subscription subscription) {

    /** One scan of the carrier, in business time. */
    record Event(Instant at, ParcelState state, String text) {}

    /**
     * Who is told.
     *
     * @param salt signs the pushes; null when they are not signed
     * @param detail kuaidi100's {@code resultv2}: how much a push says
     */
    record Subscription(String callbackUrl, @Nullable String salt, String detail) {}

    Parcel with(Event event) {
        List<Event> more = new ArrayList<>(events);
        more.add(event);
        return new Parcel(trackingNo, carrier, List.copyOf(more), subscription);
    }

    Parcel with(String by, @Nullable Subscription wanted) {
        return new Parcel(trackingNo, by, events, wanted);
    }
}
