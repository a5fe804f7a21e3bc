package io.orderloom.sandbox.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A notification that a tester wants sent once, beside the gateway's own schedule.
 *
 * @param amountFen the amount it shall tell; null for the true one, or for AMOUNT one fen less
 */
public record NotificationOrder(Tamper tamper, @Nullable Long amountFen) {}
