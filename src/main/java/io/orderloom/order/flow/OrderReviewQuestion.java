package io.orderloom.order.flow;

import io.orderloom.engine.BuildingBlock;
import io.orderloom.order.ReviewOrder;
import io.orderloom.shared.OrderNo;
import org.springframework.stereotype.Component;

/** For models: whether a suspicious order needs its review, and what it came to. */
@BuildingBlock
@Component("orderReview")
public class OrderReviewQuestion {

    private final ReviewOrder reviewOrder;

    OrderReviewQuestion(ReviewOrder reviewOrder) {
        this.reviewOrder = reviewOrder;
    }

    /** Whether a person has to look before the order goes on. */
    public boolean needed(String orderNo) {
        return reviewOrder.isNeeded(new OrderNo(orderNo));
    }

    /** Whether a person refused the order. */
    public boolean refused(String orderNo) {
        return reviewOrder.isRefused(new OrderNo(orderNo));
    }
}
