package io.orderloom.order;

/** Units of a line that left, in an event. */
public record ShippedLine(int lineNo, int quantity) {}
