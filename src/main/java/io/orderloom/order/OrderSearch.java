package io.orderloom.order;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds orders by what they have in common; locks nothing. */
@Repository
class OrderSearch {

    private final JdbcClient jdbc;

    OrderSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose orders are looked for, how they stand, and when they were placed; null leaves a condition out. */
    record Criteria(
            @Nullable ShopperId shopper,
            List<OrderStatus> statuses,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean oldestFirst) {}

    List<Order> page(Criteria criteria, int offset, int size) {
        List<Object> values = new ArrayList<>();
        String where = where(criteria, values);
        values.add(size);
        values.add(offset);
        List<Order> bare = jdbc.sql("SELECT " + OrderRows.COLUMNS + " FROM orders o" + where + " ORDER BY placed_at"
                        + (criteria.oldestFirst() ? "" : " DESC") + " LIMIT ? OFFSET ?")
                .params(values)
                .query((row, number) -> OrderRows.order(row))
                .list();
        return withLines(bare);
    }

    long count(Criteria criteria) {
        List<Object> values = new ArrayList<>();
        return jdbc.sql("SELECT COUNT(*) FROM orders" + where(criteria, values))
                .params(values)
                .query(Long.class)
                .single();
    }

    private static String where(Criteria criteria, List<Object> values) {
        List<String> conditions = new ArrayList<>();
        if (criteria.shopper() != null) {
            conditions.add("shopper_id = ?");
            values.add(criteria.shopper().value());
        }
        if (!criteria.statuses().isEmpty()) {
            conditions.add("status IN ("
                    + String.join(
                            ", ", criteria.statuses().stream().map(s -> "?").toList()) + ")");
            criteria.statuses().forEach(status -> values.add(status.name()));
        }
        if (criteria.from() != null) {
            conditions.add("placed_at >= ?");
            values.add(Objects.requireNonNull(UtcTime.toDatabase(criteria.from())));
        }
        if (criteria.to() != null) {
            conditions.add("placed_at < ?");
            values.add(Objects.requireNonNull(UtcTime.toDatabase(criteria.to())));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private List<Order> withLines(List<Order> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, List<Order.Line>> lines = new LinkedHashMap<>();
        jdbc.sql("SELECT l.order_no, " + OrderRows.LINE_COLUMNS + " FROM order_lines l WHERE order_no IN ("
                        + String.join(", ", bare.stream().map(o -> "?").toList()) + ") ORDER BY order_no, line_no")
                .params(bare.stream().map(order -> order.orderNo().value()).toList())
                .query(row -> {
                    lines.computeIfAbsent(row.getString("order_no"), no -> new ArrayList<>())
                            .add(OrderRows.line(row));
                });
        return bare.stream()
                .map(order -> order.withLines(lines.getOrDefault(order.orderNo().value(), List.of())))
                .toList();
    }

    /** Paid orders whose review is not over, oldest first. */
    List<Order> underReview(int limit) {
        return jdbc.sql("SELECT " + OrderRows.COLUMNS + " FROM orders o WHERE status IN ('PAID', 'PARTLY_SHIPPED')"
                        + " AND review IN ('AWAITED', 'REFUSED') ORDER BY placed_at LIMIT ?")
                .param(limit)
                .query((row, number) -> OrderRows.order(row))
                .list();
    }

    /** Orders that something else stops than the closing of their payments, oldest first. */
    List<Order> held(int limit) {
        return jdbc.sql("SELECT " + OrderRows.COLUMNS
                        + " FROM orders o WHERE hold IS NOT NULL AND hold <> 'CLOSING' ORDER BY held_since LIMIT ?")
                .param(limit)
                .query((row, number) -> OrderRows.order(row))
                .list();
    }

    /** Unpaid orders whose payment window passed before the moment, oldest first. */
    List<Order> unpaidSince(Instant moment, int limit) {
        return jdbc.sql(
                        "SELECT " + OrderRows.COLUMNS
                                + " FROM orders o WHERE status = 'PENDING_PAYMENT' AND pay_before < ? ORDER BY placed_at LIMIT ?")
                .param(UtcTime.toDatabase(moment))
                .param(limit)
                .query((row, number) -> OrderRows.order(row))
                .list();
    }

    /** Whether an order of the shopper still waits for its payment, is on its way, or is asked about. */
    boolean anyUnderWay(ShopperId shopper) {
        return jdbc.sql("""
                        SELECT COUNT(*) FROM orders WHERE shopper_id = ? AND (open_after_sales > 0
                            OR status IN ('PENDING_PAYMENT', 'PAID', 'PARTLY_SHIPPED', 'SHIPPED'))""").param(shopper.value()).query(Long.class).single() > 0;
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

    /** Those of these orders that there are, without their lines, in no order. */
    List<Order> all(Collection<OrderNo> orderNos) {
        return orderNos.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT " + OrderRows.COLUMNS + " FROM orders o WHERE order_no IN (:orders)")
                        .param(
                                "orders",
                                orderNos.stream().map(OrderNo::value).distinct().toList())
                        .query((row, number) -> OrderRows.order(row))
                        .list();
    }
}
