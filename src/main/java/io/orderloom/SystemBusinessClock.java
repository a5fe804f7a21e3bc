package io.orderloom;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.UtcTime;
import java.time.Instant;

/** The business clock while nobody moves it. Ticks as finely as the database stores, so that a moment read back is the moment written. */
final class SystemBusinessClock implements BusinessClock {

    @Override
    public Instant now() {
        return UtcTime.stored(Instant.now());
    }
}
