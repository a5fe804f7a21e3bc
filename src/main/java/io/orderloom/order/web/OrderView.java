package io.orderloom.order.web;

import io.orderloom.order.Order;
import io.orderloom.shared.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as the API shows it. Amounts in fen. */
record OrderView(
        String orderNo,
        String status,
        @Nullable String hold,
        @Nullable String cancelReason,
        String shopperId,
        String currency,
        String deliveryMethod,
        long goodsFen,
        long discountFen,
        long freightFen,
        long payableFen,
        long paidFen,
        long refundedFen,
        List<Line> lines,
        Instant placedAt,
        Instant payBefore,
        @Nullable Instant receivedAt,
        int version) {

    /** A line as the API shows it. Amounts in fen. */
    record Line(
            int lineNo,
            String skuId,
            String name,
            int quantity,
            long unitPriceFen,
            long discountFen,
            long payableFen,
            int shippedQuantity,
            long refundedFen) {

        static Line of(Order.Line line) {
            return new Line(
                    line.lineNo(),
                    line.skuId().value(),
                    line.name(),
                    line.quantity(),
                    line.unitPrice().fen(),
                    line.discount().fen(),
                    line.payable().fen(),
                    line.shippedQuantity(),
                    line.refunded().fen());
        }
    }

    static OrderView of(Order order) {
        return new OrderView(
                order.orderNo().value(),
                order.status().name(),
                order.stoppedBy(),
                order.cancelReason() == null ? null : order.cancelReason().name(),
                order.shopper().value(),
                Money.CURRENCY,
                order.deliveryMethod().name(),
                order.goods().fen(),
                order.discount().fen(),
                order.freight().fen(),
                order.payableAmount().fen(),
                order.paid().fen(),
                order.refunded().fen(),
                order.lines().stream().map(Line::of).toList(),
                order.placedAt(),
                order.payBefore(),
                order.receivedAt(),
                order.version());
    }
}
