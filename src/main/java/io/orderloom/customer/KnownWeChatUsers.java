package io.orderloom.customer;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.WeChatUsers;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets the rooms below know who a shopper is at WeChat. */
@Component
class KnownWeChatUsers implements WeChatUsers {

    private final Shoppers shoppers;

    KnownWeChatUsers(Shoppers shoppers) {
        this.shoppers = shoppers;
    }

    @Override
    public Optional<String> openid(ShopperId shopper) {
        return shoppers.openid(shopper);
    }

    @Override
    public ShopperId shopper(String openid) {
        return shoppers.withOpenid(openid);
    }
}
