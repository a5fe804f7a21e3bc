package io.orderloom.order;

import io.orderloom.payment.Payment;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.shared.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Orders in their tables. Conditional updates stand in for reading first. */
@Repository
class OrderRepository {

    private static final String COLUMNS = """
            o.order_no, o.shopper_id, o.status, o.hold, o.held_since, o.review, o.payable, o.cancel_reason, o.goods_fen,
            o.discount_fen, o.freight_fen, o.payable_fen, o.paid_fen, o.refunded_fen, o.delivery_method, o.placed_at,
            o.pay_before, o.received_at, o.process_instance_id, o.version""";
    private static final String LINE_COLUMNS = """
            l.line_no, l.sku_id, l.name, l.quantity, l.unit_price_fen, l.discount_fen AS line_discount_fen,
            l.payable_fen AS line_payable_fen, l.shipped_quantity, l.given_up_quantity, l.asked_quantity,
            l.refunded_fen AS line_refunded_fen""";

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
        known.keep(withLines(order, List.of()));
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
        return jdbc.sql("SELECT " + COLUMNS
                        + ", o.telling_put_off, o.coupon_ids FROM orders o WHERE order_no = ? FOR UPDATE")
                .param(orderNo.value())
                .query((row, number) -> {
                    Order order = order(row, List.of());
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
            return known.map(order -> withLines(order, lines(orderNo)));
        }
        Optional<Order> found = read(orderNo);
        found.ifPresent(order -> locked.ifPresent(keeper -> {
            keeper.keep(withLines(order, List.of()));
            keeper.keep(order.lines());
        }));
        return found;
    }

    private Optional<Order> read(OrderNo orderNo) {
        List<Order.Line> lines = new ArrayList<>();
        List<Order> bare = jdbc.sql("SELECT " + COLUMNS + ", " + LINE_COLUMNS
                        + " FROM orders o LEFT JOIN order_lines l ON l.order_no = o.order_no"
                        + " WHERE o.order_no = ? ORDER BY l.line_no")
                .param(orderNo.value())
                .query((row, number) -> {
                    if (row.getObject("line_no") != null) {
                        lines.add(line(row));
                    }
                    return order(row, List.of());
                })
                .list();
        return bare.stream().findFirst().map(order -> withLines(order, lines));
    }

    List<Order.Line> lines(OrderNo orderNo) {
        Optional<LockedOrders.Known> locked = LockedOrders.find(orderNo);
        return locked.flatMap(LockedOrders.Known::lines).orElseGet(() -> {
            List<Order.Line> read = jdbc.sql(
                            "SELECT " + LINE_COLUMNS + " FROM order_lines l WHERE order_no = ? ORDER BY line_no")
                    .param(orderNo.value())
                    .query((row, number) -> line(row))
                    .list();
            locked.ifPresent(keeper -> keeper.keep(read));
            return read;
        });
    }

    /** A condition and a page of orders; null leaves a condition out. */
    record Search(
            @Nullable ShopperId shopper,
            List<OrderStatus> statuses,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean oldestFirst) {}

    List<Order> page(Search search, int offset, int size) {
        List<Object> values = new ArrayList<>();
        String where = where(search, values);
        values.add(size);
        values.add(offset);
        List<Order> bare = jdbc.sql("SELECT " + COLUMNS + " FROM orders o" + where + " ORDER BY placed_at"
                        + (search.oldestFirst() ? "" : " DESC") + " LIMIT ? OFFSET ?")
                .params(values)
                .query((row, number) -> order(row, List.of()))
                .list();
        return withLines(bare);
    }

    long count(Search search) {
        List<Object> values = new ArrayList<>();
        return jdbc.sql("SELECT COUNT(*) FROM orders" + where(search, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    private static String where(Search search, List<Object> values) {
        List<String> conditions = new ArrayList<>();
        if (search.shopper() != null) {
            conditions.add("shopper_id = ?");
            values.add(search.shopper().value());
        }
        if (!search.statuses().isEmpty()) {
            conditions.add("status IN ("
                    + String.join(", ", search.statuses().stream().map(s -> "?").toList()) + ")");
            search.statuses().forEach(status -> values.add(status.name()));
        }
        if (search.from() != null) {
            conditions.add("placed_at >= ?");
            values.add(Objects.requireNonNull(UtcTime.toDatabase(search.from())));
        }
        if (search.to() != null) {
            conditions.add("placed_at < ?");
            values.add(Objects.requireNonNull(UtcTime.toDatabase(search.to())));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private List<Order> withLines(List<Order> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, List<Order.Line>> lines = new LinkedHashMap<>();
        jdbc.sql("SELECT l.order_no, " + LINE_COLUMNS + " FROM order_lines l WHERE order_no IN ("
                        + String.join(", ", bare.stream().map(o -> "?").toList()) + ") ORDER BY order_no, line_no")
                .params(bare.stream().map(order -> order.orderNo().value()).toList())
                .query(row -> {
                    lines.computeIfAbsent(row.getString("order_no"), no -> new ArrayList<>())
                            .add(line(row));
                });
        return bare.stream()
                .map(order ->
                        withLines(order, lines.getOrDefault(order.orderNo().value(), List.of())))
                .toList();
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

    /** Paid orders whose review is not over, oldest first. */
    List<Order> underReview(int limit) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM orders o WHERE status IN ('PAID', 'PARTLY_SHIPPED')"
                        + " AND review IN ('AWAITED', 'REFUSED') ORDER BY placed_at LIMIT ?")
                .param(limit)
                .query((row, number) -> order(row, List.of()))
                .list();
    }

    private static @Nullable Review review(ResultSet row) throws SQLException {
        String review = row.getString("review");
        return review == null ? null : Review.valueOf(review);
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

    /** Whether an order of the shopper still waits for its payment, is on its way, or is asked about. */
    boolean anyUnderWay(ShopperId shopper) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM orders WHERE shopper_id = ? AND (open_after_sales > 0
                            OR status IN ('PENDING_PAYMENT', 'PAID', 'PARTLY_SHIPPED', 'SHIPPED'))""").param(shopper.value()).query(Long.class).single() > 0;
    }

    void forgetDelivery(ShopperId shopper) {
        jdbc.sql("UPDATE orders SET shipping_address_sealed = NULL, remark_sealed = NULL WHERE shopper_id = ?")
                .param(shopper.value())
                .update();
    }

    List<OrderNo> numbersOf(ShopperId shopper) {
        return jdbc.sql("SELECT order_no FROM orders WHERE shopper_id = ?")
                .param(shopper.value())
                .query((row, number) -> new OrderNo(row.getString(1)))
                .list();
    }

    Map<OrderNo, ShopperId> shoppers(Collection<OrderNo> orderNos) {
        Map<OrderNo, ShopperId> shoppers = new HashMap<>();
        if (!orderNos.isEmpty()) {
            jdbc.sql("SELECT order_no, shopper_id FROM orders WHERE order_no IN (:orders)")
                    .param("orders", orderNos.stream().map(OrderNo::value).toList())
                    .query(row -> {
                        shoppers.put(
                                new OrderNo(row.getString("order_no")), new ShopperId(row.getString("shopper_id")));
                    });
        }
        return shoppers;
    }

    /** Orders that something stops, oldest first. */
    List<Order> held(int limit) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM orders o WHERE hold IS NOT NULL ORDER BY held_since LIMIT ?")
                .param(limit)
                .query((row, number) -> order(row, List.of()))
                .list();
    }

    /** Unpaid orders whose payment window passed before the moment, oldest first. */
    List<Order> unpaidSince(Instant moment, int limit) {
        return jdbc.sql(
                        "SELECT " + COLUMNS
                                + " FROM orders o WHERE status = 'PENDING_PAYMENT' AND pay_before < ? ORDER BY placed_at LIMIT ?")
                .param(UtcTime.toDatabase(moment))
                .param(limit)
                .query((row, number) -> order(row, List.of()))
                .list();
    }

    static Order withLines(Order order, List<Order.Line> lines) {
        return new Order(
                order.orderNo(),
                order.shopper(),
                order.status(),
                order.hold(),
                order.heldSince(),
                order.review(),
                order.payable(),
                order.cancelReason(),
                order.goods(),
                order.discount(),
                order.freight(),
                order.payableAmount(),
                order.paid(),
                order.refunded(),
                order.deliveryMethod(),
                order.placedAt(),
                order.payBefore(),
                order.receivedAt(),
                order.processInstanceId(),
                order.version(),
                lines);
    }

    private static Order order(ResultSet row, List<Order.Line> lines) throws SQLException {
        String cancelReason = row.getString("cancel_reason");
        return new Order(
                new OrderNo(row.getString("order_no")),
                new ShopperId(row.getString("shopper_id")),
                OrderStatus.valueOf(row.getString("status")),
                row.getString("hold"),
                moment(row, "held_since"),
                review(row),
                row.getBoolean("payable"),
                cancelReason == null ? null : CancelReason.valueOf(cancelReason),
                Money.ofFen(row.getLong("goods_fen")),
                Money.ofFen(row.getLong("discount_fen")),
                Money.ofFen(row.getLong("freight_fen")),
                Money.ofFen(row.getLong("payable_fen")),
                Money.ofFen(row.getLong("paid_fen")),
                Money.ofFen(row.getLong("refunded_fen")),
                DeliveryMethod.valueOf(row.getString("delivery_method")),
                Objects.requireNonNull(moment(row, "placed_at")),
                Objects.requireNonNull(moment(row, "pay_before")),
                moment(row, "received_at"),
                row.getString("process_instance_id"),
                row.getInt("version"),
                lines);
    }

    private static Order.Line line(ResultSet row) throws SQLException {
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

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        return UtcTime.fromDatabase(row.getObject(column, LocalDateTime.class));
    }
}
