package io.orderloom.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.testing.RunningService;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Moments come back from the database as they went there, to the microsecond. */
class UtcTimeTest {

    private static final Instant MOMENT = Instant.parse("2026-12-31T16:00:00.123456Z");

    @Test
    void aMomentComesBackByNameAndByPlace() {
        List<Instant> read =
                ask(MOMENT, (row, number) -> List.of(UtcTime.read(row, "placed_at"), UtcTime.read(row, 1)));

        assertThat(read).containsExactly(MOMENT, MOMENT);
    }

    @Test
    void noMomentIsNullWhereItMayBe() {
        Optional<Instant> read =
                ask(null, (row, number) -> Optional.ofNullable(UtcTime.readNullable(row, "placed_at")));

        assertThat(read).isEmpty();
    }

    @Test
    void noMomentWhereThereMustBeOneIsAnErrorThatNamesTheColumn() {
        assertThatThrownBy(() -> ask(null, (row, number) -> UtcTime.read(row, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("placed_at");
    }

    private static <T> T ask(@Nullable Instant moment, RowMapper<T> reading) {
        LocalDateTime stored = UtcTime.toDatabase(moment);
        return RunningService.shared()
                .bean(JdbcClient.class)
                .sql("SELECT CAST(? AS DATETIME(6)) AS placed_at")
                .param(stored)
                .query(reading)
                .single();
    }
}
