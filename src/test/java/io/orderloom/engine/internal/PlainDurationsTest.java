package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Date;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A timer falls due when the engine's own reading of its duration says so. */
class PlainDurationsTest {

    private final PlainDurations plain = new PlainDurations();
    private final DurationBusinessCalendar engines = new DurationBusinessCalendar();
    private final TimeZone machines = TimeZone.getDefault();

    @AfterEach
    void putBack() {
        ClockUtil.reset();
        TimeZone.setDefault(machines);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "PT0S",
                "PT10S",
                "PT30M",
                "PT12H",
                "PT48H",
                "PT240H",
                "PT999999H",
                "PT1H30M",
                "PT1H5S",
                "PT90M61S",
                "P10D",
                "P1M",
                "P2W",
                "P1DT1H",
                "PT1.5S",
                "PT-5M",
                "-PT5M",
                "pt5m",
                "PT5m",
                "PT",
                "P",
                "",
                " PT5M",
                "PT1M1H",
                "PT1234567S",
                "R3/PT1H",
                "PT1H/2030-01-01T00:00:00",
                "2030-01-01T00:00:00/PT1H",
                "half an hour"
            })
    void itIsTheEnginesReading(@Nullable String duration) {
        // the night before the clocks of New York are put forward
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        Date now = Date.from(Instant.parse("2026-03-08T04:59:59.789Z"));
        ClockUtil.setCurrentTime(now);

        assertThat(outcome(() -> plain.resolveDuedate(duration)))
                .isEqualTo(outcome(() -> engines.resolveDuedate(duration)));
        for (Date from : new Date[] {now, Timestamp.from(Instant.parse("2026-11-01T05:30:00.123456Z"))}) {
            assertThat(outcome(() -> plain.resolveDuedate(duration, from)))
                    .isEqualTo(outcome(() -> engines.resolveDuedate(duration, from)));
        }
    }

    @Test
    void thirtyMinutesAreThirtyMinutes() {
        ClockUtil.setCurrentTime(Date.from(Instant.EPOCH));

        assertThat(plain.resolveDuedate("PT30M")).isEqualTo("1970-01-01T00:30:00Z");
    }

    private static Object outcome(Callable<Date> asked) {
        try {
            return asked.call();
        } catch (Exception e) {
            return e.getClass().getName() + ": " + e.getMessage();
        }
    }
}
