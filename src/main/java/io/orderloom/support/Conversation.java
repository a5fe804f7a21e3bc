package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of a shopper with the shop.
 *
 * @param orderNo the order it is about, if it is about one
 * @param messages how many messages it has; they count from 1
 * @param readUpTo the last message that the shopper has fetched, 0 for none
 */
public record Conversation(
        ConversationId id,
        ShopperId shopper,
        @Nullable OrderNo orderNo,
        Status status,
        int messages,
        int readUpTo,
        Instant openedAt,
        Instant lastMessageAt) {

    /** Whose turn it is. */
    public enum Status {
        /** The shopper wrote last and waits for an answer. */
        OPEN,
        /** Staff wrote last. */
        ANSWERED
    }
}
