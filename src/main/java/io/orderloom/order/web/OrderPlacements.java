package io.orderloom.order.web;

import io.orderloom.customer.Shoppers;
import io.orderloom.order.Order;
import io.orderloom.order.PlaceOrder;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Places orders for the API, whichever way the wish came, and words the answer. */
@Component
public class OrderPlacements {

    private final OrderWishes wishes;
    private final Shoppers shoppers;
    private final PlaceOrder placeOrder;
    private final IdempotentRequests idempotent;

    OrderPlacements(OrderWishes wishes, Shoppers shoppers, PlaceOrder placeOrder, IdempotentRequests idempotent) {
        this.wishes = wishes;
        this.shoppers = shoppers;
        this.placeOrder = placeOrder;
        this.idempotent = idempotent;
    }

    /**
     * Places the order once per key.
     *
     * @throws io.orderloom.shared.Problem naming what is wrong with the wish, or why it cannot be met
     */
    public ResponseEntity<?> place(OrderRequest request, ShopperId shopper, IdempotencyKey key) {
        PlaceOrder.Wish wish = wishes.wish(request, shopper);
        return idempotent.once(key, () -> {
            shoppers.ensure(shopper);
            Order order = placeOrder.place(wish);
            return ResponseEntity.created(URI.create("/api/v1/orders/" + order.orderNo()))
                    .body(OrderView.of(order));
        });
    }
}
