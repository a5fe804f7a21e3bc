package io.orderloom.demo.web;

import io.orderloom.demo.AdvanceClock;
import io.orderloom.demo.MovableClock;
import io.orderloom.demo.OnlyInDemo;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /demo/v1/clock}: reads and moves the business clock. */
@RestController
@RequestMapping("/demo/v1/clock")
@Roles(Role.ADMIN)
@OnlyInDemo
class ClockController {

    /** @param advance how far, as ISO 8601: {@code PT31M}, {@code P10D} */
    record Advance(@NotNull Duration advance) {}

    /** @param now the business clock's time */
    record Time(Instant now) {}

    private final MovableClock clock;
    private final AdvanceClock advanceClock;

    ClockController(MovableClock clock, AdvanceClock advanceClock) {
        this.clock = clock;
        this.advanceClock = advanceClock;
    }

    @GetMapping
    Time read() {
        return new Time(clock.now());
    }

    /** Answers when nothing is due any more. */
    @PostMapping
    Time advance(@Valid @RequestBody Advance request) {
        return new Time(advanceClock.by(request.advance()));
    }
}
