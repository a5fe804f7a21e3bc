package io.orderloom.shared;

import java.time.Instant;

/** Judges deadlines, timers, retry schedules and bills. Can be moved in the demo and in tests. */
public interface BusinessClock {

    Instant now();
}
