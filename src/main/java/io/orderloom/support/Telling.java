package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something a shopper is still to be told.
 *
 * @param subject what it is about, once per moment: an event's id, or a message of a conversation
 * @param orderNo the order, if it is about one
 * @param conversationId of an answer, and its place there
 * @param values what a template may show
 */
record Telling(
        String id,
        Moment moment,
        String subject,
        @Nullable OrderNo orderNo,
        @Nullable ConversationId conversationId,
        int messageNo,
        Map<String, String> values,
        Instant since,
        int tries) {}
