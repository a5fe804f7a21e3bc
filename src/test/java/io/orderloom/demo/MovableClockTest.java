package io.orderloom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovableClockTest {

    private static final Instant MACHINE = Instant.parse("2026-05-01T08:00:00.123456789Z");

    @Test
    void showsTheMachinesTimeAtTheDatabasesPrecision_untilItIsMoved(@TempDir Path data) {
        assertThat(clock(data).now()).isEqualTo(Instant.parse("2026-05-01T08:00:00.123456Z"));
    }

    @Test
    void staysMovedAcrossARestart(@TempDir Path data) {
        clock(data).forwardTo(MACHINE.plus(Duration.ofDays(10)));
        assertThat(clock(data).offset()).isEqualTo(Duration.ofDays(10));
        assertThat(clock(data).now()).isEqualTo(Instant.parse("2026-05-11T08:00:00.123456Z"));
    }

    @Test
    void neverGoesBack(@TempDir Path data) {
        MovableClock clock = clock(data);
        clock.forwardTo(MACHINE.plusSeconds(60));
        clock.forwardTo(MACHINE.plusSeconds(30));
        assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(60));
    }

    private static MovableClock clock(Path data) {
        return new MovableClock(() -> MACHINE, data.resolve("not-yet-there"));
    }
}
