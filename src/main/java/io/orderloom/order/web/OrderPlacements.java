package io.orderloom.order.web;

import io.orderloom.customer.Shoppers;
import io.orderloom.order.Order;
import io.orderloom.order.PlaceOrder;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.ProblemAnswers;
import java.net.URI;
import org.jspecify.annotations.Nullable;
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
     * Places the order once per key. A refusal by the risk rules is an answer like any other: the same key gets it again.
     *
     * @param deviceId by which the caller recognises the shopper's device; null when it does not
     * @throws io.orderloom.shared.Problem naming what is wrong with the wish, or why it cannot be met
     */
    public ResponseEntity<?> place(
            OrderRequest request, ShopperId shopper, @Nullable String deviceId, IdempotencyKey key) {
        PlaceOrder.Wish wish = wishes.wish(request, shopper, deviceId);
        Judgement judgement = judge(wish);
        return idempotent.once(key, () -> {
            PlaceOrder.Judged judged = judgement.orThrow();
            if (judged.isRefused()) {
                return ProblemAnswers.of(placeOrder.refuse(judged));
            }
            shoppers.ensure(shopper);
            Order order = placeOrder.place(judged);
            return ResponseEntity.created(URI.create("/api/v1/orders/" + order.orderNo()))
                    .body(OrderView.of(order));
        });
    }

    /** What speaks against the wish is said once the key turned out to be new: a repetition gets the first answer. */
    private Judgement judge(PlaceOrder.Wish wish) {
        try {
            return new Judgement(placeOrder.judge(wish), null);
        } catch (Problem problem) {
            return new Judgement(null, problem);
        }
    }

    private record Judgement(
            PlaceOrder.@Nullable Judged judged, @Nullable Problem problem) {

        PlaceOrder.Judged orThrow() {
            if (judged == null) {
                throw problem == null ? new IllegalStateException("Neither judged nor refused") : problem;
            }
            return judged;
        }
    }
}
