package io.orderloom.demo;

import io.orderloom.engine.DueWorkRunner;
import io.orderloom.engine.EngineClock;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.InvalidRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Moves business time forward for the service, its engine and the sandbox together: from one due moment
 * to the next, so that what would have happened in between happens, in its order and at its time.
 */
@Component
@OnlyInDemo
public class AdvanceClock {

    private static final Logger LOG = LoggerFactory.getLogger(AdvanceClock.class);
    private static final Duration FURTHEST = Duration.ofDays(400);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SMALLEST_BLIND_STEP = Duration.ofSeconds(10);
    private static final int BLIND_STEPS = 200;
    private static final int MOST_ROUNDS = 10_000;

    private final MovableClock clock;
    private final EngineClock engine;
    private final DueWorkRunner schedules;
    private final SandboxBesideService sandbox;
    private final ReentrantLock turn = new ReentrantLock();

    AdvanceClock(MovableClock clock, EngineClock engine, DueWorkRunner schedules, SandboxBesideService sandbox) {
        this.clock = clock;
        this.engine = engine;
        this.schedules = schedules;
        this.sandbox = sandbox;
        engine.moveTo(clock.offset());
    }

    /**
     * Moves the clock and returns when nothing is due any more.
     *
     * @param by how far; zero only does what is due already
     * @return the business clock's new time
     * @throws InvalidRequest when it is negative or further than 400 days
     */
    public Instant by(Duration by) {
        if (by.isNegative() || by.compareTo(FURTHEST) > 0) {
            throw new InvalidRequest("/advance", "OUT_OF_RANGE", "The clock moves forward, 400 days at most.");
        }
        turn.lock();
        try {
            engine.pause(PATIENCE);
            schedules.pause();
            try {
                step(clock.now().plus(by), by);
            } finally {
                schedules.resume();
                engine.resume();
            }
            return clock.now();
        } finally {
            turn.unlock();
        }
    }

    private void step(Instant target, Duration by) {
        List<DueWork> sources = new ArrayList<>(List.of(new EngineJobs()));
        sources.addAll(schedules.works());
        sources.add(sandbox.schedule());
        settle(sources);
        while (clock.now().isBefore(target)) {
            Instant next = nextMoment(sources, by);
            moveTo(next.isBefore(target) ? next : target);
            settle(sources);
        }
    }

    /**
     * The earliest due moment ahead. A source whose earliest work is overdue and cannot be done hides what
     * lies behind it; then the clock goes on in small steps.
     */
    private Instant nextMoment(List<DueWork> sources, Duration by) {
        Instant now = clock.now();
        Instant next = Instant.MAX;
        for (DueWork source : sources) {
            Optional<Instant> due = source.nextDue();
            if (due.isEmpty()) {
                continue;
            }
            Instant moment = due.get();
            if (!moment.isAfter(now)) {
                Duration small = by.dividedBy(BLIND_STEPS);
                moment = now.plus(small.compareTo(SMALLEST_BLIND_STEP) > 0 ? small : SMALLEST_BLIND_STEP);
            }
            if (moment.isBefore(next)) {
                next = moment;
            }
        }
        return next;
    }

    private void moveTo(Instant moment) {
        clock.forwardTo(moment);
        engine.moveTo(clock.offset());
    }

    /** Does what is due, also what falls due at once by doing it. */
    private static void settle(List<DueWork> sources) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int done = 0;
            for (DueWork source : sources) {
                done += source.runDue();
            }
            if (done == 0) {
                return;
            }
        }
        LOG.warn("The clock goes on although there is work that is due again as soon as it is done");
    }

    /** The engine's jobs, seen as one more source of due work. */
    private final class EngineJobs implements DueWork {

        @Override
        public Optional<Instant> nextDue() {
            return engine.nextDue();
        }

        @Override
        public int runDue() {
            return engine.runDue();
        }
    }
}
