package io.orderloom.support;

import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.ShopperId;
import org.springframework.stereotype.Component;

/** Forgets what was written by and to a shopper; that there was a conversation, and about which order, stays. */
@Component
class SupportPersonalData implements HoldsPersonalData {

    private final ConversationRepository conversations;
    private final WindowRepository windows;

    SupportPersonalData(ConversationRepository conversations, WindowRepository windows) {
        this.conversations = conversations;
        this.windows = windows;
    }

    @Override
    public void erase(ShopperId shopper) {
        conversations.forgetWords(shopper);
        windows.forget(shopper);
    }
}
