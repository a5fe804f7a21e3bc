package io.orderloom.payment;

import java.time.Instant;

/** Money that a gateway reported under a number that is not ours. {@code amountFen} is in fen. */
public record PaymentOrphan(String paymentNo, Channel channel, long amountFen, Instant receivedAt) {}
