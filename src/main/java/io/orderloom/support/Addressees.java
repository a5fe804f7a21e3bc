package io.orderloom.support;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.WeChatUsers;
import io.orderloom.shared.WeChatUsers.Addressee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out at which openid shoppers are to be told of their orders, for many at once: three statements, or two. */
@Component
class Addressees {

    private final OrdersTalkedAbout orders;
    private final WeChatUsers users;

    Addressees(OrdersTalkedAbout orders, WeChatUsers users) {
        this.orders = orders;
        this.users = users;
    }

    /**
     * The openid for each order whose shopper wants messages: the shopper's own, or that of the payment of this order,
     * since a shop with a login of its own names only the latter. Personal data. An order that nobody is to be told of
     * is left out.
     */
    Map<OrderNo, String> whoWantMessages(Collection<OrderNo> orderNos) {
        Map<OrderNo, ShopperId> shoppers = orders.shoppers(orderNos);
        Map<ShopperId, Addressee> addressees = users.addressees(Set.copyOf(shoppers.values()));
        Map<OrderNo, String> openids = new HashMap<>();
        List<OrderNo> withoutOpenid = new ArrayList<>();
        shoppers.forEach((orderNo, shopper) -> {
            Addressee to = Objects.requireNonNull(addressees.get(shopper));
            if (to.wantsMessages() && to.openid() != null) {
                openids.put(orderNo, to.openid());
            } else if (to.wantsMessages()) {
                withoutOpenid.add(orderNo);
            }
        });
        openids.putAll(orders.payerOpenids(withoutOpenid));
        return openids;
    }

    /** Where customer service finds the shopper, whether or not they want messages about orders; null when nobody knows. */
    @Nullable
    String ofConversation(ShopperId shopper, @Nullable OrderNo orderNo) {
        return users.openid(shopper)
                .orElseGet(() -> orderNo == null
                        ? null
                        : orders.payerOpenids(List.of(orderNo)).get(orderNo));
    }
}
