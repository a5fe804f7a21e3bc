package io.orderloom.order;

import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Which columns make an order and its lines, and how. */
final class OrderRows {

    /** Of {@code orders o}. */
    static final String COLUMNS = """
            o.order_no, o.shopper_id, o.status, o.hold, o.held_since, o.review, o.payable, o.cancel_reason, o.goods_fen,
            o.discount_fen, o.freight_fen, o.payable_fen, o.paid_fen, o.refunded_fen, o.delivery_method, o.placed_at,
            o.pay_before, o.received_at, o.process_instance_id, o.version""";

    /** Of {@code order_lines l}, which may stand beside those of its order. */
    static final String LINE_COLUMNS = """
            l.line_no, l.sku_id, l.name, l.quantity, l.unit_price_fen, l.discount_fen AS line_discount_fen,
            l.payable_fen AS line_payable_fen, l.shipped_quantity, l.given_up_quantity, l.asked_quantity,
            l.refunded_fen AS line_refunded_fen""";

    private OrderRows() {}

    /** The order without its lines. */
    static Order order(ResultSet row) throws SQLException {
        String review = row.getString("review");
        String cancelReason = row.getString("cancel_reason");
        return new Order(
                new OrderNo(row.getString("order_no")),
                new ShopperId(row.getString("shopper_id")),
                OrderStatus.valueOf(row.getString("status")),
                row.getString("hold"),
                UtcTime.readNullable(row, "held_since"),
                review == null ? null : Review.valueOf(review),
                row.getBoolean("payable"),
                cancelReason == null ? null : CancelReason.valueOf(cancelReason),
                Money.ofFen(row.getLong("goods_fen")),
                Money.ofFen(row.getLong("discount_fen")),
                Money.ofFen(row.getLong("freight_fen")),
                Money.ofFen(row.getLong("payable_fen")),
                Money.ofFen(row.getLong("paid_fen")),
                Money.ofFen(row.getLong("refunded_fen")),
                DeliveryMethod.valueOf(row.getString("delivery_method")),
                UtcTime.read(row, "placed_at"),
                UtcTime.read(row, "pay_before"),
                UtcTime.readNullable(row, "received_at"),
                row.getString("process_instance_id"),
                row.getInt("version"),
                List.of());
    }

    static Order.Line line(ResultSet row) throws SQLException {
        return new Order.Line(
                row.getInt("line_no"),
                new SkuId(row.getString("sku_id")),
                row.getString("name"),
                row.getInt("quantity"),
                Money.ofFen(row.getLong("unit_price_fen")),
                Money.ofFen(row.getLong("line_discount_fen")),
                Money.ofFen(row.getLong("line_payable_fen")),
                row.getInt("shipped_quantity"),
                row.getInt("given_up_quantity"),
                row.getInt("asked_quantity"),
                Money.ofFen(row.getLong("line_refunded_fen")));
    }
}
