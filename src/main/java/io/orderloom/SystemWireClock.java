package io.orderloom;

import io.orderloom.shared.WireClock;
import java.time.Instant;

/** The machine's clock, which nobody moves. */
final class SystemWireClock implements WireClock {

    @Override
    public Instant now() {
        return Instant.now();
    }
}
