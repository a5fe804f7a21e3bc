package io.orderloom.support;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param seq its place in the conversation, from 1
 * @param actor who wrote it, as events name people: {@code shopper} or {@code staff:name}
 * @param text what was written; personal data, null once the shopper was forgotten
 * @param delivery how an answer came to the shopper outside the mini-program's own page; null for what shoppers write
 */
public record Message(
        int seq,
        Author author,
        String actor,
        Way way,
        @Nullable String text,
        @Nullable Delivery delivery,
        Instant sentAt) {

    /** On which side somebody stands. */
    public enum Author {
        SHOPPER,
        STAFF
    }

    /** By which way it came in. */
    public enum Way {
        /** Over our API, from a page of the mini-program or from staff. */
        API,
        /** From the chat of WeChat. */
        WECHAT
    }

    /** What became of telling the shopper of an answer. */
    public enum Delivery {
        /** Being tried. */
        PENDING,
        /** In WeChat's chat, with its words. */
        CUSTOMER_MESSAGE,
        /** As a notice that there is an answer. */
        SUBSCRIBE_MESSAGE,
        /** Not any more: the shopper had read it in the mini-program. */
        READ,
        /** WeChat could not be had; it stands in the conversation, and somebody calls when it stays unread. */
        NOT_DELIVERED
    }
}
