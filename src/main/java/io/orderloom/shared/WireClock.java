package io.orderloom.shared;

import java.time.Instant;

/**
 * Judges signatures, tokens and rate limits. Always the machine's, because the gateways' SDKs use
 * the machine's.
 */
public interface WireClock {

    Instant now();
}
