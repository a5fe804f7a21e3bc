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

/** The table {@code process_starts}. */
@Repository
class PlannedStartStore {

    record Row(
            String id,
            PlannedStarts.Plan plan,
            Instant plannedAt,
            int tries,
            Instant nextTryAt,
            @Nullable String lastError) {}

    private static final String COLUMNS =
            "start_id, process_key, order_no, subject, subject_no, planned_at, tries, next_try_at, last_error";

    private final JdbcClient jdbc;

    PlannedStartStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Row row) {
        jdbc.sql("insert into process_starts (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(row.id())
                .param(row.plan().processKey())
                .param(row.plan().orderNo().value())
                .param(row.plan().subject())
                .param(row.plan().subjectNo())
                .param(UtcTime.toDatabase(row.plannedAt()))
                .param(row.tries())
                .param(UtcTime.toDatabase(row.nextTryAt()))
                .param(row.lastError())
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from process_starts where start_id = ?").param(id).update();
    }

    void failed(String id, int tries, Instant nextTryAt, String error) {
        jdbc.sql("update process_starts set tries = ?, next_try_at = ?, last_error = ? where start_id = ?")
                .param(tries)
                .param(UtcTime.toDatabase(nextTryAt))
                .param(error)
                .param(id)
                .update();
    }

    /** Whether a process of the order is still to be started. */
    boolean isAny(OrderNo orderNo) {
        return jdbc.sql("select count(*) from process_starts where order_no = ?")
                        .param(orderNo.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    Optional<Instant> nextDue() {
        return jdbc.sql("select min(next_try_at) from process_starts")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    List<Row> due(Instant now, int most) {
        return jdbc.sql("select " + COLUMNS
                        + " from process_starts where next_try_at <= ? order by next_try_at, start_id limit ?")
                .param(UtcTime.toDatabase(now))
                .param(most)
                .query((row, number) -> row(row))
                .list();
    }

    /** The row as it is now, locked; empty when another node carried it out meanwhile. */
    Optional<Row> lock(String id) {
        return jdbc.sql("select " + COLUMNS + " from process_starts where start_id = ? for update")
                .param(id)
                .query((row, number) -> row(row))
                .optional();
    }

    /** Plans that failed, oldest first; of one order or, with null, of all. */
    List<Row> failed(@Nullable OrderNo orderNo, int most) {
        String where = orderNo == null ? "order_no <> ?" : "order_no = ?";
        return jdbc.sql("select " + COLUMNS + " from process_starts where tries > 0 and " + where
                        + " order by planned_at, start_id limit ?")
                .param(orderNo == null ? "" : orderNo.value())
                .param(most)
                .query((row, number) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("start_id"),
                new PlannedStarts.Plan(
                        row.getString("process_key"),
                        new OrderNo(row.getString("order_no")),
                        row.getString("subject"),
                        row.getString("subject_no")),
                UtcTime.read(row, "planned_at"),
                row.getInt("tries"),
                UtcTime.read(row, "next_try_at"),
                row.getString("last_error"));
    }
}
