package io.orderloom.support;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.ShopperId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Questions about conversations. */
@Service
public class Conversations {

    private final ConversationRepository rows;
    private final Transactions transactions;

    Conversations(ConversationRepository rows, Transactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    /** One page of conversations. */
    public record Found(List<Conversation> conversations, long total) {}

    /**
     * A conversation.
     *
     * @param shopper whose it must be; null when staff asks
     * @throws NotFound when it is absent or somebody else's, which look the same
     */
    public Conversation find(ConversationId id, @Nullable ShopperId shopper) {
        return rows.find(id)
                .filter(found -> shopper == null || found.shopper().equals(shopper))
                .orElseThrow(NotFound::new);
    }

    /** A shopper's, the latest first. */
    public Found of(ShopperId shopper, int offset, int size) {
        return new Found(rows.of(shopper, offset, size), rows.countOf(shopper));
    }

    /** Everybody's, for staff: who waits longest first. */
    public Found at(Conversation.Status status, int offset, int size) {
        return new Found(rows.at(status, offset, size), rows.countAt(status));
    }

    /** What was written, oldest first. */
    public List<Message> messages(Conversation conversation, int offset, int size) {
        return rows.messages(conversation.id(), offset, size);
    }

    /** The shopper has fetched messages up to this one. */
    public void readByShopper(Conversation conversation, int upTo) {
        if (upTo > conversation.readUpTo()) {
            transactions.run(() -> rows.readUpTo(conversation.id(), upTo));
        }
    }
}
