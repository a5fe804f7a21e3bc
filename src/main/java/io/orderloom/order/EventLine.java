package io.orderloom.order;

/** A line in an event. Amounts in fen. */
public record EventLine(int lineNo, String skuId, int quantity, long payableFen) {}
