package io.orderloom.order;

/** So many units of one line of an order. */
public record Units(int lineNo, int quantity) {}
