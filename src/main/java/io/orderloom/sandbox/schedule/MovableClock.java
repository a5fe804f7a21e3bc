package io.orderloom.sandbox.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Business time of a sandbox that nobody else gives the time: the machine's, moved forward on demand. */
public final class MovableClock implements Supplier<Instant> {

    private final Supplier<Instant> machine;
    private volatile Duration ahead;

    public MovableClock(Supplier<Instant> machine, Duration ahead) {
        this.machine = machine;
        this.ahead = ahead;
    }

    @Override
    public Instant get() {
        return machine.get().plus(ahead);
    }

    /** How far it is ahead of the machine. */
    public Duration ahead() {
        return ahead;
    }

    /** Never goes back: a moment that has passed changes nothing. */
    public synchronized void moveTo(Instant moment) {
        Duration needed = Duration.between(machine.get(), moment);
        if (needed.compareTo(ahead) > 0) {
            ahead = needed;
        }
    }
}
