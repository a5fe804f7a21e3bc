package io.orderloom.payment;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes a bill's lines as they are read, a batch at a time: its length does not matter. */
final class BillLineWriter implements BillSource.Reader {

    private static final int BATCH = 1000;

    /** Two lines of one number add up: a number that is listed twice differs from our one. */
    private static final String UPSERT = """
            INSERT INTO bill_lines (channel, bill_date, kind, reference_no, amount_fen, fee_fen, moved_fen)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE amount_fen = CASE WHEN VALUES(amount_fen) IS NULL THEN amount_fen
                    ELSE COALESCE(amount_fen, 0) + VALUES(amount_fen) END,
                fee_fen = fee_fen + VALUES(fee_fen),
                moved_fen = CASE WHEN VALUES(moved_fen) IS NULL THEN moved_fen
                    ELSE COALESCE(moved_fen, 0) + VALUES(moved_fen) END""";

    private final JdbcTemplate jdbc;
    private final Channel channel;
    private final LocalDate date;
    private final List<Row> rows = new ArrayList<>(BATCH);

    BillLineWriter(JdbcTemplate jdbc, Channel channel, LocalDate date) {
        this.jdbc = jdbc;
        this.channel = channel;
        this.date = date;
    }

    private record Row(
            BillSource.Kind kind,
            String number,
            @Nullable Long amountFen,
            long feeFen,
            @Nullable Long movedFen) {}

    @Override
    public void trade(BillSource.Line line) {
        add(new Row(line.kind(), line.number(), line.amountFen(), line.feeFen(), null));
    }

    @Override
    public void movement(BillSource.Kind kind, String number, long amountFen) {
        add(new Row(kind, number, null, 0, amountFen));
    }

    private void add(Row row) {
        rows.add(row);
        if (rows.size() == BATCH) {
            flush();
        }
    }

    /** Writes what was not written yet. */
    void flush() {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(UPSERT, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement statement, int i) throws SQLException {
                Row row = rows.get(i);
                statement.setString(1, channel.name());
                statement.setObject(2, date);
                statement.setString(3, row.kind().name());
                statement.setString(4, row.number());
                statement.setObject(5, row.amountFen());
                statement.setLong(6, row.feeFen());
                statement.setObject(7, row.movedFen());
            }

            @Override
            public int getBatchSize() {
                return rows.size();
            }
        });
        rows.clear();
    }
}
