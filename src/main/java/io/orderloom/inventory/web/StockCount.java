package io.orderloom.inventory.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What was counted on the shelf, over HTTP or as a command.
 *
 * @param onHand units on the shelf, those held by orders included
 */
public record StockCount(@NotNull @Min(0) @Max(MAX_ON_HAND) Integer onHand) {

    private static final int MAX_ON_HAND = 10_000_000;
}
