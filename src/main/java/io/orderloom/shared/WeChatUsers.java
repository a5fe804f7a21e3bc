package io.orderloom.shared;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who a shopper is at WeChat. A port, so that rooms below the customers can ask. */
public interface WeChatUsers {

    /** The shopper's openid at the mini-program; personal data. Empty for who never logged in or was forgotten. */
    Optional<String> openid(ShopperId shopper);

    /**
     * What is needed to send a shopper a message.
     *
     * @param openid as {@link #openid}; personal data; null when nobody knows
     * @param wantsMessages as {@link #wantsMessages}
     */
    record Addressee(@Nullable String openid, boolean wantsMessages) {}

    /** Both at once, for each of them. */
    Map<ShopperId, Addressee> addressees(Collection<ShopperId> shoppers);

    /** Whether the shopper takes messages about orders; everybody does who has not said otherwise. */
    boolean wantsMessages(ShopperId shopper);

    /** The shopper with that openid, made when WeChat speaks of them for the first time. */
    ShopperId shopper(String openid);
}
