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

    /** Longer than any chain of work that follows from work; what still makes more of it comes from outside. */
    private static final int LONGEST_CHAIN = 20;

    /** So many rounds without an end mean work that is due again as soon as it is done. */
    private static final int MOST_ROUNDS = 2_000;

    /** Under load: enough for what was due and what follows from it at once. */
    private static final int ROUNDS_UNDER_LOAD = 2;

    private static final int STEPS_UNDER_LOAD = 10;

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
     * Moves the clock and returns when nothing is due any more. While others keep the service busy there is always
     * something due; then it goes on when all that was due before is done, and returns at the target all the same.
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
        boolean quiet = settle(sources, clock.now(), LONGEST_CHAIN);
        while (clock.now().isBefore(target)) {
            Instant next = nextMoment(sources, by);
            if (!quiet) {
                // Each of the others' orders has moments of its own; to stop at all of them would never end.
                Instant further = clock.now().plus(by.dividedBy(STEPS_UNDER_LOAD));
                next = next.isBefore(further) ? further : next;
            }
            Instant moment = next.isBefore(target) ? next : target;
            moveTo(moment);
            quiet = settle(sources, moment, quiet ? LONGEST_CHAIN : ROUNDS_UNDER_LOAD) && quiet;
        }
        if (!quiet) {
            LOG.info("The clock was moved while the service was busy: it stopped at fewer moments");
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

    /**
     * Does all that was due at this moment, however much it is, and then what followed from it at once.
     *
     * @param mostRounds after which whatever is still due comes from others, not from what was done
     * @return whether nothing was due any more
     */
    private static boolean settle(List<DueWork> sources, Instant moment, int mostRounds) {
        int round = 0;
        while (round < MOST_ROUNDS && isDue(sources, moment) && round(sources) > 0) {
            round++;
        }
        if (round == MOST_ROUNDS) {
            LOG.warn(
                    "At {} there is work that is due again as soon as it is done: {}",
                    moment,
                    sources.stream()
                            .filter(source -> isDue(List.of(source), moment))
                            .map(source -> source.getClass().getSimpleName())
                            .toList());
        }
        for (int i = 0; i < mostRounds; i++) {
            if (round(sources) == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDue(List<DueWork> sources, Instant moment) {
        return sources.stream()
                .anyMatch(source ->
                        source.nextDue().filter(due -> !due.isAfter(moment)).isPresent());
    }

    private static int round(List<DueWork> sources) {
        int done = 0;
        for (DueWork source : sources) {
            done += source.runDue();
        }
        return done;
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
