package io.orderloom.order;

import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands.
 *
 * @param hold null, or what stops it ({@code CLOSING}, {@code AMOUNT_MISMATCH}, …), the review apart: see {@link #stoppedBy}
 * @param review what the review of a suspicious order says; null when it needs none
 * @param payable whether a payment may be opened; once false it stays so
 * @param receivedAt when the goods were received, by the shopper's word or the clock's
 * @param processInstanceId the placement process that looks after it
 */
public record Order(
        OrderNo orderNo,
        ShopperId shopper,
        OrderStatus status,
        @Nullable String hold,
        @Nullable Instant heldSince,
        @Nullable Review review,
        boolean payable,
        @Nullable CancelReason cancelReason,
        Money goods,
        Money discount,
        Money freight,
        Money payableAmount,
        Money paid,
        Money refunded,
        DeliveryMethod deliveryMethod,
        Instant placedAt,
        Instant payBefore,
        @Nullable Instant receivedAt,
        @Nullable String processInstanceId,
        int version,
        List<Line> lines) {

    /** The hold of an order that waits for its review, or was refused by it. */
    public static final String RISK_REVIEW = "RISK_REVIEW";

    /** What stops the order, by the names of the API, or null. A review stands behind every other hold until it is decided. */
    public @Nullable String stoppedBy() {
        if (hold != null) {
            return hold;
        }
        return stoppedByReview() ? RISK_REVIEW : null;
    }

    /** Whether a person has yet to look at the order, or has refused it and its money is on the way back. */
    boolean stoppedByReview() {
        boolean open = status == OrderStatus.PENDING_PAYMENT || status.isShippable();
        return open && (review == Review.AWAITED || review == Review.REFUSED);
    }

    /**
     * One line: a number of units of one SKU at the price they were sold for.
     *
     * @param givenUpQuantity units that were paid back before they left, and never will leave
     * @param askedQuantity units that an open request asks back before they have left
     */
    public record Line(
            int lineNo,
            SkuId skuId,
            String name,
            int quantity,
            Money unitPrice,
            Money discount,
            Money payable,
            int shippedQuantity,
            int givenUpQuantity,
            int askedQuantity,
            Money refunded) {

        /** Units that may be shipped: neither shipped, nor given up, nor asked back. */
        public int toShip() {
            return quantity - shippedQuantity - givenUpQuantity - askedQuantity;
        }
    }
}
