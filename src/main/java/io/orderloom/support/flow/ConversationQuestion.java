package io.orderloom.support.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.support.ConversationId;
import io.orderloom.support.Conversations;
import org.springframework.stereotype.Component;

/** For models: where a conversation stands, asked from our own tables. */
@BuildingBlock
@Component("conversation")
public class ConversationQuestion {

    private final Conversations conversations;

    ConversationQuestion(Conversations conversations) {
        this.conversations = conversations;
    }

    /** Whether the shopper has fetched the answer, or has written since. */
    public boolean answerRead(String conversationId, long messageNo) {
        return conversations.find(new ConversationId(conversationId), null).readUpTo() >= messageNo;
    }
}
