package io.orderloom.outbox;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of the outbox. Writes need a running transaction, the pool does not commit by itself. */
@Repository
class OutboxRepository {

    /**
     * An event that has no position yet.
     *
     * @param last the last position that was given when this was read, in the same view of the database
     */
    record Unnumbered(String orderNo, long sequence, long last) {}

    /** What has not been published: how many, and since when the oldest of them waits. */
    record Backlog(long size, @Nullable Instant oldest) {}

    /** An event that may be forgotten, and whether a later one of its order is there. */
    private record Old(long position, String orderNo, long sequence, Instant occurredAt, boolean followed) {}

    @JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "sequence", "data"
    })
    private record CloudEvent(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            String time,
            String datacontenttype,
            long sequence,
            @JsonRawValue String data) {}

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ObjectMapper json;
    private final String source;

    OutboxRepository(
            JdbcClient jdbc, JdbcTemplate batches, ObjectMapper json, @Value("${orderloom.cell}") String cell) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
        this.source = "/orderloom/" + cell;
    }

    /** One statement; the order's lock keeps a second writer from seeing the same maximum. */
    void append(OrderNo orderNo, String type, String actor, String data, Instant occurredAt) {
        jdbc.sql("INSERT INTO outbox_messages (order_no, sequence, type, actor, data, occurred_at)"
                        + " SELECT ?, COALESCE(MAX(sequence), 0) + 1, ?, ?, ?, ?"
                        + " FROM outbox_messages WHERE order_no = ?")
                .params(
                        orderNo.value(),
                        type,
                        actor,
                        data,
                        Objects.requireNonNull(UtcTime.toDatabase(occurredAt)),
                        orderNo.value())
                .update();
    }

    List<Unnumbered> unnumbered(int limit) {
        return jdbc.sql("SELECT order_no, sequence, (SELECT position FROM outbox_relays WHERE name = 'numbering')"
                        + " FROM outbox_messages WHERE stream_position IS NULL ORDER BY order_no, sequence LIMIT ?")
                .param(limit)
                .query((row, i) -> new Unnumbered(row.getString(1), row.getLong(2), row.getLong(3)))
                .list();
    }

    /**
     * Takes the positions behind {@code last}, and with them the right to give them until the transaction ends.
     *
     * @return false when another node has given positions since {@code last} was read
     */
    boolean takePositions(long last, int count) {
        return jdbc.sql("UPDATE outbox_relays SET position = ? WHERE name = 'numbering' AND position = ?")
                        .params(last + count, last)
                        .update()
                == 1;
    }

    /** Gives the positions behind {@code last}, in one statement for all. */
    void number(List<Unnumbered> events, long last) {
        StringBuilder positions = new StringBuilder();
        StringJoiner rows = new StringJoiner(" OR ");
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Unnumbered event = events.get(i);
            positions.append(" WHEN order_no = ? AND sequence = ? THEN sequence + ?");
            rows.add("(order_no = ? AND sequence = ?)");
            values.addAll(List.of(event.orderNo(), event.sequence(), last + 1 + i - event.sequence()));
        }
        events.forEach(event -> values.addAll(List.of(event.orderNo(), event.sequence())));
        int numbered = jdbc.sql("UPDATE outbox_messages SET stream_position = CASE" + positions + " END WHERE " + rows)
                .params(values)
                .update();
        if (numbered != events.size()) {
            throw new IllegalStateException(numbered + " of " + events.size() + " events could be numbered");
        }
    }

    List<StreamedEvent> after(long position, int limit) {
        return jdbc.sql("SELECT stream_position, order_no, sequence, type, data, occurred_at FROM outbox_messages"
                        + " WHERE stream_position > ? ORDER BY stream_position LIMIT ?")
                .params(position, limit)
                .query((row, i) -> event(row))
                .list();
    }

    /** What lies behind the mark of what the broker has confirmed. */
    List<StreamedEvent> unpublished(int limit) {
        return jdbc.sql("SELECT stream_position, order_no, sequence, type, data, occurred_at FROM outbox_messages"
                        + " WHERE stream_position > (SELECT position FROM outbox_relays WHERE name = 'rabbitmq')"
                        + " ORDER BY stream_position LIMIT ?")
                .param(limit)
                .query((row, i) -> event(row))
                .list();
    }

    long published() {
        return jdbc.sql("SELECT position FROM outbox_relays WHERE name = 'rabbitmq'")
                .query(Long.class)
                .single();
    }

    /** Moves the mark of what the broker has confirmed; never back. */
    void markPublished(long position) {
        jdbc.sql("UPDATE outbox_relays SET position = ? WHERE name = 'rabbitmq' AND position < ?")
                .params(position, position)
                .update();
    }

    /**
     * Takes or prolongs the right to publish.
     *
     * @return whether this node now holds it
     */
    boolean holdLease(String node, Instant now, Instant until) {
        return jdbc.sql("UPDATE outbox_relays SET holder = ?, held_until = ?"
                                + " WHERE name = 'rabbitmq' AND (holder = ? OR holder IS NULL OR held_until < ?)")
                        .params(
                                node,
                                Objects.requireNonNull(UtcTime.toDatabase(until)),
                                node,
                                Objects.requireNonNull(UtcTime.toDatabase(now)))
                        .update()
                == 1;
    }

    void releaseLease(String node) {
        jdbc.sql("UPDATE outbox_relays SET holder = NULL, held_until = NULL WHERE name = 'rabbitmq' AND holder = ?")
                .param(node)
                .update();
    }

    /** Two look-ups by index and a count of what has no position yet. */
    Backlog backlog(boolean publishing) {
        long numbered = jdbc.sql("SELECT position FROM outbox_relays WHERE name = 'numbering'")
                .query(Long.class)
                .single();
        long done = publishing ? published() : numbered;
        long unnumbered = jdbc.sql("SELECT COUNT(*) FROM outbox_messages WHERE stream_position IS NULL")
                .query(Long.class)
                .single();
        Optional<Instant> oldest = numbered > done
                ? jdbc.sql("SELECT occurred_at FROM outbox_messages WHERE stream_position = ?")
                        .param(done + 1)
                        .query((row, number) -> UtcTime.read(row, 1))
                        .optional()
                : jdbc.sql("SELECT occurred_at FROM outbox_messages WHERE stream_position IS NULL"
                                + " ORDER BY order_no, sequence LIMIT 1")
                        .query((row, number) -> UtcTime.read(row, 1))
                        .optional();
        return new Backlog(numbered - done + unnumbered, oldest.orElse(null));
    }

    /** When the first event happened that is published and was not yet looked at by {@link #forget}. */
    Optional<Instant> oldestToForget(boolean publishing) {
        return old(forgotten(false), publishing, 1).stream()
                .map(Old::occurredAt)
                .findFirst();
    }

    /**
     * Deletes the next published events that happened up to then, but for the last one of each order.
     *
     * @param most how many are looked at
     * @return how many were looked at
     */
    int forget(Instant until, boolean publishing, int most) {
        // Mostly nothing is old enough, which one row shows.
        if (oldestToForget(publishing)
                .filter(happened -> !happened.isAfter(until))
                .isEmpty()) {
            return 0;
        }
        List<Old> old = old(forgotten(true), publishing, most).stream()
                .takeWhile(event -> !event.occurredAt().isAfter(until))
                .toList();
        if (old.isEmpty()) {
            return 0;
        }
        List<Old> followed = old.stream().filter(Old::followed).toList();
        batches.batchUpdate(
                "DELETE FROM outbox_messages WHERE order_no = ? AND sequence = ?",
                followed,
                most,
                (statement, event) -> {
                    statement.setString(1, event.orderNo());
                    statement.setLong(2, event.sequence());
                });
        jdbc.sql("UPDATE outbox_relays SET position = ? WHERE name = 'forgetting'")
                .param(old.get(old.size() - 1).position())
                .update();
        return old.size();
    }

    private long forgotten(boolean lock) {
        return jdbc.sql("SELECT position FROM outbox_relays WHERE name = 'forgetting'" + (lock ? " FOR UPDATE" : ""))
                .query(Long.class)
                .single();
    }

    private List<Old> old(long behind, boolean publishing, int most) {
        return jdbc.sql("""
                        SELECT one.stream_position, one.order_no, one.sequence, one.occurred_at,
                            EXISTS (SELECT 1 FROM outbox_messages later
                                WHERE later.order_no = one.order_no AND later.sequence > one.sequence) AS followed
                        FROM outbox_messages one
                        WHERE one.stream_position > ?
                            AND one.stream_position <= (SELECT position FROM outbox_relays WHERE name = ?)
                        ORDER BY one.stream_position LIMIT ?""")
                .params(behind, publishing ? "rabbitmq" : "numbering", most)
                .query((row, i) -> new Old(
                        row.getLong("stream_position"),
                        row.getString("order_no"),
                        row.getLong("sequence"),
                        UtcTime.read(row, "occurred_at"),
                        row.getBoolean("followed")))
                .list();
    }

    private StreamedEvent event(ResultSet row) throws SQLException {
        OrderNo subject = new OrderNo(row.getString("order_no"));
        long sequence = row.getLong("sequence");
        String type = row.getString("type");
        Instant occurredAt = UtcTime.read(row, "occurred_at");
        String body = write(new CloudEvent(
                "1.0",
                StreamedEvent.id(subject, sequence),
                source,
                type,
                subject.value(),
                occurredAt.toString(),
                "application/json",
                sequence,
                row.getString("data")));
        return new StreamedEvent(row.getLong("stream_position"), subject, sequence, type, occurredAt, body);
    }

    private String write(CloudEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " cannot be written", e);
        }
    }
}
