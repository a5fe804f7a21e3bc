package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code process_signals}. */
@Repository
class KeptSignalStore {

    /**
     * One row.
     *
     * @param nextTryAt null in rows that an older version left to their process alone
     */
    record Row(
            String id,
            ProcessSignal signal,
            Instant keptAt,
            int tries,
            @Nullable Instant nextTryAt,
            @Nullable String lastError,
            @Nullable String elementId,
            @Nullable String elementName,
            @Nullable String incidentId) {}

    private static final String COLUMNS = """
            signal_id, order_no, message, process_instance_id, kept_at, tries, next_try_at, last_error, element_id, \
            element_name, incident_id
            """;

    private final JdbcClient jdbc;

    KeptSignalStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("insert into process_signals (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(row.id())
                .param(row.signal().orderNo().value())
                .param(row.signal().message())
                .param(row.signal().processInstanceId())
                .param(UtcTime.toDatabase(row.keptAt()))
                .param(row.tries())
                .param(UtcTime.toDatabase(row.nextTryAt()))
                .param(row.lastError())
                .param(row.elementId())
                .param(row.elementName())
                .param(row.incidentId())
                .update();
    }

    void arm(String orderNo, Instant now) {
        jdbc.sql("update process_signals set next_try_at = ? where order_no = ?")
                .param(UtcTime.toDatabase(now))
                .param(orderNo)
                .update();
    }

    void armAll(Instant now) {
        jdbc.sql("update process_signals set next_try_at = ?")
                .param(UtcTime.toDatabase(now))
                .update();
    }

    void postpone(String id, Instant nextTryAt) {
        jdbc.sql("update process_signals set next_try_at = ? where signal_id = ?")
                .param(UtcTime.toDatabase(nextTryAt))
                .param(id)
                .update();
    }

    void failed(
            String id,
            int tries,
            Instant nextTryAt,
            String error,
            ElementTrail.@Nullable Element at,
            @Nullable String incidentId) {
        jdbc.sql("""
                        update process_signals set tries = ?, next_try_at = ?, last_error = ?, element_id = ?,
                          element_name = ?, incident_id = ? where signal_id = ?
                        """)
                .param(tries)
                .param(UtcTime.toDatabase(nextTryAt))
                .param(error)
                .param(at == null ? null : at.id())
                .param(at == null ? null : at.name())
                .param(incidentId)
                .param(id)
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from process_signals where signal_id = ?").param(id).update();
    }

    Optional<Instant> nextDue() {
        return jdbc.sql("select min(next_try_at) from process_signals")
                .query((row, number) -> Optional.ofNullable(instant(row, 1)))
                .single();
    }

    List<Row> due(Instant now, int most) {
        return jdbc.sql("select " + COLUMNS
                        + " from process_signals where next_try_at <= ? order by next_try_at limit ?")
                .param(UtcTime.toDatabase(now))
                .param(most)
                .query((row, number) -> row(row))
                .list();
    }

    /** The row as it is now, locked; empty when another node told it meanwhile. */
    Optional<Row> lock(String id) {
        return jdbc.sql("select " + COLUMNS + " from process_signals where signal_id = ? for update")
                .param(id)
                .query((row, number) -> row(row))
                .optional();
    }

    List<Row> of(@Nullable OrderNo orderNo, int most) {
        String where = orderNo == null ? "where order_no <> ?" : "where order_no = ?";
        return jdbc.sql("select " + COLUMNS + " from process_signals " + where + " order by kept_at, signal_id limit ?")
                .param(orderNo == null ? "" : orderNo.value())
                .param(most)
                .query((row, number) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("signal_id"),
                new ProcessSignal(
                        new OrderNo(row.getString("order_no")),
                        row.getString("message"),
                        row.getString("process_instance_id")),
                required(instant(row, 5)),
                row.getInt("tries"),
                instant(row, 7),
                row.getString("last_error"),
                row.getString("element_id"),
                row.getString("element_name"),
                row.getString("incident_id"));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        return UtcTime.readNullable(row, column);
    }

    private static Instant required(@Nullable Instant moment) {
        if (moment == null) {
            throw new IllegalStateException("kept_at is never null");
        }
        return moment;
    }
}
