package io.orderloom.customer;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.WeChatUsers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets the rooms below know who a shopper is at WeChat. */
@Component
class KnownWeChatUsers implements WeChatUsers {

    /** Among what a shopper says about themselves. */
    private static final String NO_MESSAGES = "no-order-messages";

    private final Shoppers shoppers;

    KnownWeChatUsers(Shoppers shoppers) {
        this.shoppers = shoppers;
    }

    @Override
    public Optional<String> openid(ShopperId shopper) {
        return shoppers.openid(shopper);
    }

    @Override
    public boolean wantsMessages(ShopperId shopper) {
        return shoppers.seek(shopper).map(KnownWeChatUsers::wantsMessages).orElse(true);
    }

    @Override
    public Map<ShopperId, Addressee> addressees(Collection<ShopperId> asked) {
        Map<ShopperId, Addressee> addressees = new HashMap<>();
        asked.forEach(shopper -> addressees.put(shopper, new Addressee(null, true)));
        shoppers.seekWithOpenids(asked)
                .forEach(known -> addressees.put(
                        known.shopper().shopperId(), new Addressee(known.openid(), wantsMessages(known.shopper()))));
        return addressees;
    }

    private static boolean wantsMessages(Shopper known) {
        return !known.consents().contains(NO_MESSAGES);
    }

    @Override
    public ShopperId shopper(String openid) {
        return shoppers.withOpenid(openid);
    }
}
