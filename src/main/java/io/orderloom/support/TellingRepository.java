package io.orderloom.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What shoppers are still to be told, and how far the events of orders were read for it. */
@Repository
class TellingRepository {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    TellingRepository(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(Telling fresh) {
        insert(List.of(fresh));
    }

    /** Leaves what is there for the same moment and subject. */
    void insert(List<Telling> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        var insert =
                jdbc.sql("""
                        INSERT IGNORE INTO shopper_messages (message_id, moment, subject, order_no, conversation_id,
                            message_no, told_values, since, tries, next_try_at) VALUES\s""" + String.join(", ", Collections.nCopies(fresh.size(), "(?, ?, ?, ?, ?, ?, ?, ?, 0, ?)")));
        for (Telling telling : fresh) {
            OrderNo orderNo = telling.orderNo();
            ConversationId conversationId = telling.conversationId();
            insert = insert.param(telling.id())
                    .param(telling.moment().name())
                    .param(telling.subject())
                    .param(orderNo == null ? null : orderNo.value())
                    .param(conversationId == null ? null : conversationId.value())
                    .param(telling.messageNo())
                    .param(written(telling.values()))
                    .param(UtcTime.toDatabase(telling.since()))
                    .param(UtcTime.toDatabase(telling.since()));
        }
        insert.update();
    }

    Optional<Instant> nextDue() {
        return jdbc.sql("SELECT MIN(next_try_at) FROM shopper_messages")
                .query((row, number) -> Optional.ofNullable(UtcTime.readNullable(row, 1)))
                .single();
    }

    List<Telling> due(Instant now, int most) {
        return jdbc.sql(
                        "SELECT * FROM shopper_messages WHERE next_try_at <= ? ORDER BY next_try_at, message_id LIMIT ?")
                .param(UtcTime.toDatabase(now))
                .param(most)
                .query((row, number) -> telling(row))
                .list();
    }

    /** @return whether nobody else took it up */
    boolean claim(Telling seen, Instant next) {
        return jdbc.sql(
                                "UPDATE shopper_messages SET tries = tries + 1, next_try_at = ? WHERE message_id = ? AND tries = ?")
                        .param(UtcTime.toDatabase(next))
                        .param(seen.id())
                        .param(seen.tries())
                        .update()
                == 1;
    }

    void delete(Telling told) {
        delete(List.of(told));
    }

    void delete(List<Telling> told) {
        jdbc.sql("DELETE FROM shopper_messages WHERE message_id IN (:told)")
                .param("told", told.stream().map(Telling::id).toList())
                .update();
    }

    long position(boolean lock) {
        return jdbc.sql("SELECT position FROM support_readers WHERE name = 'moments'" + (lock ? " FOR UPDATE" : ""))
                .query(Long.class)
                .single();
    }

    void moveTo(long position) {
        jdbc.sql("UPDATE support_readers SET position = ? WHERE name = 'moments'")
                .param(position)
                .update();
    }

    private Telling telling(ResultSet row) throws SQLException {
        String orderNo = row.getString("order_no");
        String conversationId = row.getString("conversation_id");
        return new Telling(
                row.getString("message_id"),
                Moment.valueOf(row.getString("moment")),
                row.getString("subject"),
                orderNo == null ? null : new OrderNo(orderNo),
                conversationId == null ? null : new ConversationId(conversationId),
                row.getInt("message_no"),
                read(row.getString("told_values")),
                UtcTime.read(row, "since"),
                row.getInt("tries"));
    }

    private String written(Map<String, String> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written", e);
        }
    }

    private Map<String, String> read(String stored) {
        try {
            return json.readValue(stored, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored values are not JSON", e);
        }
    }
}
