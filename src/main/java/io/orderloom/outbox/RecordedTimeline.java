package io.orderloom.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Merges an order's events and notes by their place in the order's history, not by the nodes' clocks. */
@Component
class RecordedTimeline implements Timeline {

    private final JdbcClient jdbc;
    private final BusinessClock clock;
    private final ObjectMapper json;

    RecordedTimeline(JdbcClient jdbc, BusinessClock clock, ObjectMapper json) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void note(OrderNo orderNo, String kind, String by, String... arguments) {
        jdbc.sql("INSERT INTO timeline_entries (order_no, after_sequence, noted_at, kind, actor, arguments)"
                        + " SELECT ?, COALESCE(MAX(sequence), 0), ?, ?, ?, ? FROM outbox_messages WHERE order_no = ?")
                .params(
                        orderNo.value(),
                        Objects.requireNonNull(UtcTime.toDatabase(clock.now())),
                        kind,
                        by,
                        write(arguments),
                        orderNo.value())
                .update();
    }

    @Override
    public List<Entry> of(OrderNo orderNo, Locale language) {
        return jdbc.sql("SELECT sequence AS place, 0 AS id, occurred_at AS happened_at, type AS kind, actor,"
                        + " data AS arguments FROM outbox_messages WHERE order_no = ?"
                        + " UNION ALL SELECT after_sequence, id, noted_at, kind, actor, arguments"
                        + " FROM timeline_entries WHERE order_no = ? ORDER BY place, id")
                .params(orderNo.value(), orderNo.value())
                .query((row, i) -> entry(row, language))
                .list();
    }

    private Entry entry(ResultSet row, Locale language) throws SQLException {
        String kind = row.getString("kind");
        return new Entry(
                UtcTime.read(row, "happened_at"),
                kind,
                TimelineTexts.text(kind, read(row.getString("arguments")), language),
                row.getString("actor"));
    }

    private String write(String[] arguments) {
        try {
            return json.writeValueAsString(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings can always be written", e);
        }
    }

    private JsonNode read(String stored) {
        try {
            return json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored timeline entry is not JSON", e);
        }
    }
}
