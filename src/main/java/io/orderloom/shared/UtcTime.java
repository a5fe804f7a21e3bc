package io.orderloom.shared;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the database keeps them: {@code DATETIME(6)} in UTC, microseconds. */
public final class UtcTime {

    private UtcTime() {}

    public static @Nullable LocalDateTime toDatabase(@Nullable Instant moment) {
        return moment == null ? null : LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    }

    /**
     * @param column its name
     * @throws IllegalStateException when it is null
     */
    public static Instant read(ResultSet row, String column) throws SQLException {
        return read(row, row.findColumn(column));
    }

    /**
     * @param column counted from 1
     * @throws IllegalStateException when it is null
     */
    public static Instant read(ResultSet row, int column) throws SQLException {
        Instant moment = readNullable(row, column);
        if (moment == null) {
            throw new IllegalStateException(
                    "No moment in " + row.getMetaData().getColumnLabel(column) + ", which is never null");
        }
        return moment;
    }

    /** @param column its name */
    public static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
        return readNullable(row, row.findColumn(column));
    }

    /** @param column counted from 1 */
    public static @Nullable Instant readNullable(ResultSet row, int column) throws SQLException {
        LocalDateTime stored = row.getObject(column, LocalDateTime.class);
        return stored == null ? null : stored.toInstant(ZoneOffset.UTC);
    }

    /** The moment as the database will give it back. */
    public static Instant stored(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MICROS);
    }
}
