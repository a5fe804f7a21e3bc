package io.orderloom.fulfilment.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the warehouse packed, over HTTP or as a command; no items means all that is left. */
public record ShipmentRequest(
        @Nullable String carrier,
        @Nullable String trackingNo,
        @Nullable List<@Nullable Item> items) {

    /** Units of one line. */
    public record Item(@Nullable Integer lineNo, @Nullable Integer quantity) {}
}
