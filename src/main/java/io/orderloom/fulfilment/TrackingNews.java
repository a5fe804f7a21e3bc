package io.orderloom.fulfilment;

import java.time.Instant;

/** One thing that a carrier says happened to a parcel. {@code text} is the carrier's, for people. */
public record TrackingNews(Instant at, TrackingState state, String text) {}
