package io.orderloom.support;

import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.NotFound;

/** The number of one conversation. */
public record ConversationId(String value) {

    /**
     * Reads a number that came with a request.
     *
     * @throws NotFound when no number looks like that, which is the same as an absent one
     */
    public static ConversationId orNotFound(String text) {
        if (!BusinessNumbers.isNumber(text)) {
            throw new NotFound();
        }
        return new ConversationId(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
