package io.orderloom.support;

import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What customer service needs to know of orders. A room that knows orders implements it. */
public interface OrdersTalkedAbout {

    /**
     * An order as it stands beside a conversation.
     *
     * @param status by the names of the API
     * @param hold what stops it, or null
     */
    record Summary(
            OrderNo orderNo,
            ShopperId shopper,
            String status,
            @Nullable String hold,
            Money payable,
            Money paid,
            Money refunded,
            Instant placedAt) {}

    Optional<Summary> find(OrderNo orderNo);

    /** Whose orders these are; an absent one is left out. */
    Map<OrderNo, ShopperId> shoppers(Collection<OrderNo> orderNos);

    /** Who paid them inside the mini-program, by openid; personal data. What was paid elsewhere is left out. */
    Map<OrderNo, String> payerOpenids(Collection<OrderNo> orderNos);
}
