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

    /** The hold of an order whose payments are being closed. */
    private static final String CLOSING = "CLOSING";

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

    /** How much money hangs on it: what was paid, or what is to be paid. */
    Money atStake() {
        return status.wasPaid() ? paid : payableAmount;
    }

    Order withLines(List<Line> itsLines) {
        return new Order(
                orderNo,
                shopper,
                status,
                hold,
                heldSince,
                review,
                payable,
                cancelReason,
                goods,
                discount,
                freight,
                payableAmount,
                paid,
                refunded,
                deliveryMethod,
                placedAt,
                payBefore,
                receivedAt,
                processInstanceId,
                version,
                itsLines);
    }

    /** Paid in full. */
    Order paidWith(Money amount) {
        boolean closing = isClosing();
        return next(
                OrderStatus.PAID, closing ? null : hold, closing ? null : heldSince, false, null, amount, receivedAt);
    }

    /** Unpaid and not to be paid any more; the first reason stays, and so does what stopped it before. */
    Order unpayable(CancelReason reason, Instant at) {
        return next(
                status,
                hold == null ? CLOSING : hold,
                heldSince == null ? at : heldSince,
                false,
                cancelReason == null ? reason : cancelReason,
                paid,
                receivedAt);
    }

    /** Over, and never paid. */
    Order cancelled() {
        boolean closing = isClosing();
        return next(
                OrderStatus.CANCELLED,
                closing ? null : hold,
                closing ? null : heldSince,
                payable,
                cancelReason,
                paid,
                receivedAt);
    }

    Order movedTo(OrderStatus to) {
        return next(to, hold, heldSince, payable, cancelReason, paid, receivedAt);
    }

    Order received(Instant at) {
        return next(status, hold, heldSince, payable, cancelReason, paid, at);
    }

    private boolean isClosing() {
        return CLOSING.equals(hold);
    }

    private Order next(
            OrderStatus nextStatus,
            @Nullable String nextHold,
            @Nullable Instant nextHeldSince,
            boolean nextPayable,
            @Nullable CancelReason nextCancelReason,
            Money nextPaid,
            @Nullable Instant nextReceivedAt) {
        return new Order(
                orderNo,
                shopper,
                nextStatus,
                nextHold,
                nextHeldSince,
                review,
                nextPayable,
                nextCancelReason,
                goods,
                discount,
                freight,
                payableAmount,
                nextPaid,
                refunded,
                deliveryMethod,
                placedAt,
                payBefore,
                nextReceivedAt,
                processInstanceId,
                version + 1,
                lines);
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
