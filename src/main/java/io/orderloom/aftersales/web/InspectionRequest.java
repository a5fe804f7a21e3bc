package io.orderloom.aftersales.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the warehouse found, over HTTP or as a command; no items means all of it. The note is for the shopper.
 */
public record InspectionRequest(
        @Nullable Boolean accepted,
        @Nullable List<@Nullable Item> items,
        @Nullable String note) {

    /** Units of one line that are accepted, and how many of them cannot be sold again. */
    public record Item(
            @Nullable Integer lineNo,
            @Nullable Integer acceptedQuantity,
            @Nullable Integer damagedQuantity) {}
}
