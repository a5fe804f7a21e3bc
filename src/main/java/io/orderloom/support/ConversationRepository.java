package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import io.orderloom.support.Conversation.Status;
import io.orderloom.support.Message.Author;
import io.orderloom.support.Message.Delivery;
import io.orderloom.support.Message.Way;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Conversations and their messages; people's words are sealed. */
@Repository
class ConversationRepository {

    private final JdbcClient jdbc;
    private final PersonalDataCipher cipher;

    ConversationRepository(JdbcClient jdbc, PersonalDataCipher cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    void insert(ConversationId id, ShopperId shopper, @Nullable OrderNo orderNo, Instant now) {
        jdbc.sql("""
                        INSERT INTO conversations (conversation_id, shopper_id, order_no, status, messages, read_up_to,
                            opened_at, last_message_at) VALUES (?, ?, ?, ?, 0, 0, ?, ?)""")
                .param(id.value())
                .param(shopper.value())
                .param(orderNo == null ? null : orderNo.value())
                .param(Status.OPEN.name())
                .param(UtcTime.toDatabase(now))
                .param(UtcTime.toDatabase(now))
                .update();
    }

    /**
     * Adds a message behind the others; the conversation's row is locked by it.
     *
     * @return its place
     */
    int add(ConversationId id, Author author, String actor, Way way, String text, Instant now) {
        boolean staff = author == Author.STAFF;
        jdbc.sql("""
                        UPDATE conversations SET messages = messages + 1, status = ?, last_message_at = ?
                        WHERE conversation_id = ?""")
                .param(staff ? Status.ANSWERED.name() : Status.OPEN.name())
                .param(UtcTime.toDatabase(now))
                .param(id.value())
                .update();
        int seq = jdbc.sql("SELECT messages FROM conversations WHERE conversation_id = ?")
                .param(id.value())
                .query(Integer.class)
                .single();
        if (!staff) {
            // Who writes has the conversation before them.
            readUpTo(id, seq);
        }
        jdbc.sql("""
                        INSERT INTO conversation_messages (conversation_id, seq, author, actor, channel, text_sealed,
                            delivery, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(id.value())
                .param(seq)
                .param(author.name())
                .param(actor)
                .param(way.name())
                .param(cipher.encrypt(text))
                .param(staff ? Delivery.PENDING.name() : null)
                .param(UtcTime.toDatabase(now))
                .update();
        return seq;
    }

    Optional<Conversation> find(ConversationId id) {
        return jdbc.sql("SELECT * FROM conversations WHERE conversation_id = ?")
                .param(id.value())
                .query((row, number) -> conversation(row))
                .optional();
    }

    /** The conversation in which the shopper was last heard of; null for an order means any. */
    Optional<Conversation> latest(ShopperId shopper) {
        return jdbc.sql("SELECT * FROM conversations WHERE shopper_id = ? ORDER BY last_message_at DESC LIMIT 1")
                .param(shopper.value())
                .query((row, number) -> conversation(row))
                .optional();
    }

    /** A shopper's, the latest first. */
    List<Conversation> of(ShopperId shopper, int offset, int size) {
        return jdbc.sql("SELECT * FROM conversations WHERE shopper_id = ?"
                        + " ORDER BY last_message_at DESC, conversation_id DESC LIMIT ? OFFSET ?")
                .params(shopper.value(), size, offset)
                .query((row, number) -> conversation(row))
                .list();
    }

    long countOf(ShopperId shopper) {
        return jdbc.sql("SELECT COUNT(*) FROM conversations WHERE shopper_id = ?")
                .param(shopper.value())
                .query(Long.class)
                .single();
    }

    /** Everybody's at a status, who waits longest first. */
    List<Conversation> at(Status status, int offset, int size) {
        return jdbc.sql("SELECT * FROM conversations WHERE status = ?"
                        + " ORDER BY last_message_at, conversation_id LIMIT ? OFFSET ?")
                .params(status.name(), size, offset)
                .query((row, number) -> conversation(row))
                .list();
    }

    long countAt(Status status) {
        return jdbc.sql("SELECT COUNT(*) FROM conversations WHERE status = ?")
                .param(status.name())
                .query(Long.class)
                .single();
    }

    /** Its messages, oldest first. */
    List<Message> messages(ConversationId id, int offset, int size) {
        return jdbc.sql("SELECT * FROM conversation_messages WHERE conversation_id = ? ORDER BY seq LIMIT ? OFFSET ?")
                .params(id.value(), size, offset)
                .query((row, number) -> message(row))
                .list();
    }

    Optional<Message> message(ConversationId id, int seq) {
        return jdbc.sql("SELECT * FROM conversation_messages WHERE conversation_id = ? AND seq = ?")
                .params(id.value(), seq)
                .query((row, number) -> message(row))
                .optional();
    }

    void readUpTo(ConversationId id, int seq) {
        jdbc.sql("UPDATE conversations SET read_up_to = ? WHERE conversation_id = ? AND read_up_to < ?")
                .params(seq, id.value(), seq)
                .update();
    }

    void delivered(ConversationId id, int seq, Delivery delivery) {
        jdbc.sql("UPDATE conversation_messages SET delivery = ? WHERE conversation_id = ? AND seq = ?")
                .params(delivery.name(), id.value(), seq)
                .update();
    }

    /** Whether an answer since the shopper's last word could not be told; then somebody looks after it already. */
    boolean anyUndeliveredSinceShopperWrote(ConversationId id) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM conversation_messages WHERE conversation_id = ? AND delivery = ?
                        AND seq > (SELECT COALESCE(MAX(spoken.seq), 0) FROM conversation_messages spoken
                            WHERE spoken.conversation_id = ? AND spoken.author = ?)""")
                        .params(id.value(), Delivery.NOT_DELIVERED.name(), id.value(), Author.SHOPPER.name())
                        .query(Long.class)
                        .single()
                > 0;
    }

    void forgetWords(ShopperId shopper) {
        jdbc.sql("UPDATE conversation_messages SET text_sealed = NULL WHERE conversation_id IN"
                        + " (SELECT conversation_id FROM conversations WHERE shopper_id = ?)")
                .param(shopper.value())
                .update();
    }

    private static Conversation conversation(ResultSet row) throws SQLException {
        String orderNo = row.getString("order_no");
        return new Conversation(
                new ConversationId(row.getString("conversation_id")),
                new ShopperId(row.getString("shopper_id")),
                orderNo == null ? null : new OrderNo(orderNo),
                Status.valueOf(row.getString("status")),
                row.getInt("messages"),
                row.getInt("read_up_to"),
                UtcTime.read(row, "opened_at"),
                UtcTime.read(row, "last_message_at"));
    }

    private Message message(ResultSet row) throws SQLException {
        String delivery = row.getString("delivery");
        return new Message(
                row.getInt("seq"),
                Author.valueOf(row.getString("author")),
                row.getString("actor"),
                Way.valueOf(row.getString("channel")),
                cipher.decrypt(row.getString("text_sealed")),
                delivery == null ? null : Delivery.valueOf(delivery),
                UtcTime.read(row, "sent_at"));
    }
}
