package io.orderloom.order;

import io.orderloom.payment.Payment;
import io.orderloom.pricing.CouponId;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders in their tables. Conditional updates stand in for reading first. */
@Repository
class OrderRepository {

    private final JdbcClient jdbc;

    OrderRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What of an order is personal data or free text, sealed. */
    record Sealed(
            @Nullable String shippingAddress, @Nullable String remark) {}

    void insert(Order order, Sealed sealed, List<CouponId> couponIds) {
        jdbc.sql("""
                        INSERT INTO orders (order_no, shopper_id, status, review, payable, goods_fen, discount_fen, freight_fen,
                            payable_fen, paid_fen, refunded_fen, delivery_method, shipping_address_sealed, remark_sealed,
                            coupon_ids, placed_at, pay_before, version)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(order.orderNo().value())
                .param(order.shopper().value())
                .param(order.status().name())
                .param(order.review() == null ? null : order.review().name())
                .param(order.payable())
                .param(order.goods().fen())
                .param(order.discount().fen())
                .param(order.freight().fen())
                .param(order.payableAmount().fen())
                .param(order.paid().fen())
                .param(order.refunded().fen())
                .param(order.deliveryMethod().name())
                .param(sealed.shippingAddress())
                .param(sealed.remark())
                .param(couponIds.stream().map(CouponId::value).collect(Collectors.joining(",")))
                .param(UtcTime.toDatabase(order.placedAt()))
                .param(UtcTime.toDatabase(order.payBefore()))
                .param(order.version())
                .update();
        StringBuilder rows = new StringBuilder("""
                INSERT INTO order_lines (order_no, line_no, sku_id, name, quantity, unit_price_fen, discount_fen,
                    payable_fen, shipped_quantity, refunded_fen)
                VALUES\s""");
        List<Object> values = new ArrayList<>();
        for (Order.Line line : order.lines()) {
            rows.append(values.isEmpty() ? "" : ", ").append("(?, ?, ?, ?, ?, ?, ?, ?, 0, 0)");
            values.addAll(List.of(
                    order.orderNo().value(),
                    line.lineNo(),
                    line.skuId().value(),
                    line.name(),
                    line.quantity(),
                    line.unitPrice().fen(),
                    line.discount().fen(),
                    line.payable().fen()));
        }
        jdbc.sql(rows.toString()).params(values).update();
        LockedOrders.Known known = LockedOrders.add(order.orderNo());
        known.keep(order.withLines(List.of()));
        known.keep(order.lines());
        known.keepCoupons(couponIds);
        known.keepPutOff(false);
    }

    void belongsTo(OrderNo orderNo, String processInstanceId) {
        write(orderNo, "UPDATE orders SET process_instance_id = ? WHERE order_no = ?")
                .param(processInstanceId)
                .param(orderNo.value())
                .update();
    }

    /** The order without its lines, its row locked until the transaction ends. */
    Optional<Order> lock(OrderNo orderNo) {
        Optional<Order> known = LockedOrders.find(orderNo).flatMap(LockedOrders.Known::order);
        if (known.isPresent()) {
            return known;
        }
        return jdbc.sql("SELECT " + OrderRows.COLUMNS
                        + ", o.telling_put_off, o.coupon_ids FROM orders o WHERE order_no = ? FOR UPDATE")
                .param(orderNo.value())
                .query((row, number) -> {
                    Order order = OrderRows.order(row);
                    LockedOrders.Known locked = LockedOrders.add(orderNo);
                    locked.keep(order);
                    locked.keepPutOff(row.getBoolean("telling_put_off"));
                    locked.keepCoupons(couponIds(row.getString("coupon_ids")));
                    return order;
                })
                .optional();
    }

    /** Notes that telling a fact about the order was put off; it stays noted. */
    void tellingPutOff(OrderNo orderNo) {
        LockedOrders.find(orderNo).ifPresent(locked -> locked.keepPutOff(true));
        write(orderNo, "UPDATE orders SET telling_put_off = TRUE WHERE order_no = ? AND telling_put_off = FALSE")
                .param(orderNo.value())
                .update();
    }

    /** Locks the order's row, unless this transaction has done so. @throws NotFound when there is no such order */
    void requireLock(OrderNo orderNo) {
        if (LockedOrders.find(orderNo).isEmpty() && lock(orderNo).isEmpty()) {
            throw new NotFound();
        }
    }

    Optional<Order> find(OrderNo orderNo) {
        Optional<LockedOrders.Known> locked = LockedOrders.find(orderNo);
        Optional<Order> known = locked.flatMap(LockedOrders.Known::order);
        if (known.isPresent()) {
            return known.map(order -> order.withLines(lines(orderNo)));
        }
        Optional<Order> found = read(orderNo);
        found.ifPresent(order -> locked.ifPresent(keeper -> {
            keeper.keep(order.withLines(List.of()));
            keeper.keep(order.lines());
        }));
        return found;
    }

    private Optional<Order> read(OrderNo orderNo) {
        List<Order.Line> lines = new ArrayList<>();
        List<Order> bare = jdbc.sql("SELECT " + OrderRows.COLUMNS + ", " + OrderRows.LINE_COLUMNS
                        + " FROM orders o LEFT JOIN order_lines l ON l.order_no = o.order_no"
                        + " WHERE o.order_no = ? ORDER BY l.line_no")
                .param(orderNo.value())
                .query((row, number) -> {
                    if (row.getObject("line_no") != null) {
                        lines.add(OrderRows.line(row));
                    }
                    return OrderRows.order(row);
                })
                .list();
        return bare.stream().findFirst().map(order -> order.withLines(lines));
    }

    List<Order.Line> lines(OrderNo orderNo) {
        Optional<LockedOrders.Known> locked = LockedOrders.find(orderNo);
        return locked.flatMap(LockedOrders.Known::lines).orElseGet(() -> {
            List<Order.Line> read = jdbc.sql("SELECT " + OrderRows.LINE_COLUMNS
                            + " FROM order_lines l WHERE order_no = ? ORDER BY line_no")
                    .param(orderNo.value())
                    .query((row, number) -> OrderRows.line(row))
                    .list();
            locked.ifPresent(keeper -> keeper.keep(read));
            return read;
        });
    }

    /** Books the money. @return whether the order was unpaid until now */
    boolean paid(OrderNo orderNo, Payment payment) {
        var update = jdbc.sql("""
                        UPDATE orders SET status = 'PAID', paid_fen = ?, paid_payment_no = ?, payable = FALSE, cancel_reason = NULL,
                            held_since = CASE WHEN hold = 'CLOSING' THEN NULL ELSE held_since END,
                            hold = CASE WHEN hold = 'CLOSING' THEN NULL ELSE hold END, version = version + 1
                        WHERE order_no = ? AND status = 'PENDING_PAYMENT'""")
                .param(payment.amount().fen())
                .param(payment.paymentNo().value())
                .param(orderNo.value());
        return changed(orderNo, update, before -> before.paidWith(payment.amount()));
    }

    /** Makes an unpaid order unpayable; the first reason stays. @return whether it is unpaid at all */
    boolean unpayable(OrderNo orderNo, CancelReason reason, Instant at) {
        Instant since = UtcTime.stored(at);
        var update = jdbc.sql("""
                        UPDATE orders SET payable = FALSE, cancel_reason = COALESCE(cancel_reason, ?),
                            held_since = COALESCE(held_since, ?), hold = COALESCE(hold, 'CLOSING'), version = version + 1
                        WHERE order_no = ? AND status = 'PENDING_PAYMENT'""")
                .param(reason.name())
                .param(UtcTime.toDatabase(since))
                .param(orderNo.value());
        return changed(orderNo, update, before -> before.unpayable(reason, since));
    }

    /** Ends an unpaid order. @return whether it was unpaid until now */
    boolean cancelled(OrderNo orderNo) {
        var update = jdbc.sql("""
                        UPDATE orders SET status = 'CANCELLED', held_since = CASE WHEN hold = 'CLOSING' THEN NULL ELSE held_since END,
                            hold = CASE WHEN hold = 'CLOSING' THEN NULL ELSE hold END, version = version + 1
                        WHERE order_no = ? AND status = 'PENDING_PAYMENT' AND payable = FALSE""").param(orderNo.value());
        return changed(orderNo, update, Order::cancelled);
    }

    /** Adds to what has left of lines, by line number. @return whether so many were left of each; else the caller must roll back */
    boolean shippedUnits(OrderNo orderNo, Map<Integer, Integer> units) {
        String unitsOfLine = "CASE line_no" + " WHEN ? THEN ?".repeat(units.size()) + " ELSE 0 END";
        List<Object> byLine = new ArrayList<>();
        units.forEach((lineNo, quantity) -> byLine.addAll(List.of(lineNo, quantity)));
        return write(
                                orderNo,
                                "UPDATE order_lines SET shipped_quantity = shipped_quantity + " + unitsOfLine
                                        + " WHERE order_no = ? AND line_no IN (" + places(units.size())
                                        + ") AND quantity - shipped_quantity - given_up_quantity - asked_quantity >= "
                                        + unitsOfLine)
                        .params(byLine)
                        .param(orderNo.value())
                        .params(List.copyOf(units.keySet()))
                        .params(byLine)
                        .update()
                == units.size();
    }

    private static String places(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** Moves an order on. @return whether it stood at one of the statuses before */
    boolean move(OrderNo orderNo, OrderStatus to, OrderStatus... from) {
        List<Object> values = new ArrayList<>(List.of(to.name(), orderNo.value()));
        for (OrderStatus status : from) {
            values.add(status.name());
        }
        var update = jdbc.sql("UPDATE orders SET status = ?, version = version + 1 WHERE order_no = ? AND status IN ("
                        + places(from.length) + ")")
                .params(values);
        return changed(orderNo, update, before -> before.movedTo(to));
    }

    /** Records that the goods were received. @return whether nobody said so before and no request is open */
    boolean received(OrderNo orderNo, Instant at) {
        Instant receivedAt = UtcTime.stored(at);
        var update = jdbc.sql(
                        "UPDATE orders SET received_at = ?, version = version + 1 WHERE order_no = ? AND received_at IS NULL AND open_after_sales = 0")
                .param(UtcTime.toDatabase(receivedAt))
                .param(orderNo.value());
        return changed(orderNo, update, before -> before.received(receivedAt));
    }

    void hold(OrderNo orderNo, String reason, Instant at) {
        write(
                        orderNo,
                        "UPDATE orders SET hold = ?, held_since = ?, version = version + 1 WHERE order_no = ? AND (hold IS NULL OR hold = 'CLOSING')")
                .param(reason)
                .param(UtcTime.toDatabase(at))
                .param(orderNo.value())
                .update();
    }

    /** Lets a held order go on. @return whether it was held for this reason */
    boolean release(OrderNo orderNo, String reason) {
        return write(orderNo, """
                        UPDATE orders SET held_since = CASE WHEN status = 'PENDING_PAYMENT' AND payable = FALSE THEN held_since END,
                            hold = CASE WHEN status = 'PENDING_PAYMENT' AND payable = FALSE THEN 'CLOSING' END,
                            version = version + 1
                        WHERE order_no = ? AND hold = ?""").param(orderNo.value()).param(reason).update() == 1;
    }

    /** Decides an awaited review. @return whether it was awaited until now */
    boolean reviewed(OrderNo orderNo, Review decision) {
        return write(
                                orderNo,
                                "UPDATE orders SET review = ?, version = version + 1 WHERE order_no = ? AND review = 'AWAITED'")
                        .param(decision.name())
                        .param(orderNo.value())
                        .update()
                == 1;
    }

    /** What the review of the order says, its row locked; null when it needs none. @throws NotFound when there is no such order */
    @Nullable
    Review lockReview(OrderNo orderNo) {
        return lock(orderNo).orElseThrow(NotFound::new).review();
    }

    /** The coupons that the shopper wants to use on the order. */
    List<CouponId> couponIds(OrderNo orderNo) {
        return LockedOrders.find(orderNo)
                .flatMap(LockedOrders.Known::couponIds)
                .orElseGet(() -> readCouponIds(orderNo));
    }

    private List<CouponId> readCouponIds(OrderNo orderNo) {
        return couponIds(jdbc.sql("SELECT coupon_ids FROM orders WHERE order_no = ?")
                .param(orderNo.value())
                .query(String.class)
                .single());
    }

    private static List<CouponId> couponIds(String ids) {
        return ids.isEmpty()
                ? List.of()
                : Arrays.stream(ids.split(",")).map(CouponId::new).toList();
    }

    Sealed sealed(OrderNo orderNo) {
        return jdbc.sql("SELECT shipping_address_sealed, remark_sealed FROM orders WHERE order_no = ?")
                .param(orderNo.value())
                .query((row, number) -> new Sealed(row.getString(1), row.getString(2)))
                .single();
    }

    /** For a statement of which is known what it makes of the order, not of its lines. @return whether it wrote */
    private static boolean changed(OrderNo orderNo, JdbcClient.StatementSpec update, UnaryOperator<Order> written) {
        boolean wrote = update.update() == 1;
        if (wrote) {
            LockedOrders.change(orderNo, written);
        }
        return wrote;
    }

    /** For every other statement that changes the order or its lines: what was read of it is no longer true. */
    private JdbcClient.StatementSpec write(OrderNo orderNo, String sql) {
        LockedOrders.forget(orderNo);
        return jdbc.sql(sql);
    }

    void forgetDelivery(ShopperId shopper) {
        jdbc.sql("UPDATE orders SET shipping_address_sealed = NULL, remark_sealed = NULL WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }
}
