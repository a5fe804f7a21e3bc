package io.orderloom.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.schedule.MovableClock;
import io.orderloom.sandbox.schedule.Schedule;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows and moves business time. A sandbox inside the demo takes its time from there and moves only with it.
 */
public final class ClockControls {

    private static final String KIND = "clock";

    private final Supplier<Instant> clock;
    private final @Nullable MovableClock own;
    private final Schedule schedule;
    private final Journal journal;

    public ClockControls(Supplier<Instant> clock, @Nullable MovableClock own, Schedule schedule, Journal journal) {
        this.clock = clock;
        this.own = own;
        this.schedule = schedule;
        this.journal = journal;
    }

    /** How far the clock was ahead of the machine when the sandbox last stopped. */
    public static Duration kept(Journal journal) {
        List<Duration> kept = new ArrayList<>(List.of(Duration.ZERO));
        journal.replay(KIND, Ahead.class, moved -> kept.add(Duration.parse(moved.ahead())));
        return kept.get(kept.size() - 1);
    }

    public void register(Routes routes) {
        routes.get(Controls.BASE + "/clock", call -> tell());
        routes.post(Controls.BASE + "/clock", Controls.sameOrigin(this::move));
    }

    private HttpAnswer move(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "advance", "to");
        MovableClock movable = own;
        if (movable == null) {
            throw ControlCall.problem(409, "CLOCK_DRIVEN_ELSEWHERE", "This sandbox follows the demo's clock");
        }
        Instant target = target(asked);
        synchronized (this) {
            Optional<Instant> due = schedule.nextDue();
            while (due.isPresent() && !due.get().isAfter(target)) {
                movable.moveTo(due.get());
                schedule.runDue();
                due = schedule.nextDue();
            }
            movable.moveTo(target);
            schedule.runDue();
            journal.append(KIND, new Ahead(movable.ahead().toString()));
        }
        return tell();
    }

    private Instant target(ControlCall asked) {
        try {
            Optional<Instant> to =
                    asked.text("to").map(text -> OffsetDateTime.parse(text).toInstant());
            Instant target = to.orElseGet(() -> clock.get().plus(Duration.parse(asked.requiredText("advance"))));
            if (target.isBefore(clock.get())) {
                throw ControlCall.problem(400, "MALFORMED_REQUEST", "Time does not go back");
            }
            return target;
        } catch (DateTimeException | ArithmeticException e) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "advance is like PT31M, to like 2026-11-01T10:00:00Z");
        }
    }

    private HttpAnswer tell() {
        ObjectNode answer = Json.object().put("now", clock.get().toString());
        schedule.nextDue().ifPresent(due -> answer.put("nextDue", due.toString()));
        return HttpAnswer.json(200, answer.put("movable", own != null));
    }

    private record Ahead(String ahead) {}
}
