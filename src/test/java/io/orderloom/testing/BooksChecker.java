package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.shared.UtcTime;
import io.orderloom.testing.EventLog.Delivery;
import io.orderloom.testing.History.Call;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.History.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Says whether money and goods are right once everything has come to rest, whatever happened before. It reads
 * four books and believes none of them alone: the database (never the service's own API), the gateways' books,
 * what a consumer of the events saw, and what the clients know. Each sentence names the invariant, the thing
 * and both sides.
 */
public final class BooksChecker {

    /**
     * A broken invariant.
     *
     * @param invariant its short name, for instance {@code money}
     * @param subject the order, payment or SKU
     */
    public record Violation(String invariant, String subject, String message) {
        @Override
        public String toString() {
            return "[" + invariant + "] " + subject + ": " + message;
        }
    }

    private record OrderRow(
            String orderNo,
            String shopper,
            String status,
            @Nullable String hold,
            boolean payable,
            long payableFen,
            long paidFen,
            long refundedFen,
            Instant payBefore,
            boolean received,
            @Nullable String process) {

        boolean over() {
            return Set.of("CANCELLED", "CLOSED", "COMPLETED").contains(status);
        }

        boolean wasPaid() {
            return !Set.of("PENDING_PAYMENT", "CANCELLED").contains(status);
        }
    }

    private record PaymentRow(
            String paymentNo,
            String orderNo,
            @Nullable String topUpOf,
            String status,
            long amountFen,
            @Nullable String transactionId,
            boolean askedAgain) {}

    private record RefundRow(
            String refundNo,
            String orderNo,
            String paymentNo,
            String status,
            String reason,
            long amountFen,
            boolean paidAnotherWay) {

        boolean isOfSurplus() {
            return Set.of("LATE_PAYMENT", "DUPLICATE_PAYMENT").contains(reason);
        }
    }

    private record EventRow(String orderNo, long sequence, String type, String data) {}

    /** Which event of an order may follow which. */
    private static final Map<String, Set<String>> PATH = Map.of(
            "", Set.of("order.placed.v1"),
            "order.placed.v1", Set.of("order.paid.v1", "order.cancelled.v1"),
            "order.paid.v1", Set.of("order.shipped.v1", "order.closed.v1"),
            "order.shipped.v1", Set.of("order.shipped.v1", "order.delivered.v1", "order.closed.v1"),
            "order.delivered.v1", Set.of("order.completed.v1", "order.closed.v1"),
            "order.completed.v1", Set.of(),
            "order.cancelled.v1", Set.of(),
            "order.closed.v1", Set.of());

    private static final Map<String, Set<String>> STATUS_AFTER = Map.of(
            "order.placed.v1", Set.of("PENDING_PAYMENT"),
            "order.paid.v1", Set.of("PAID"),
            "order.shipped.v1", Set.of("PARTLY_SHIPPED", "SHIPPED"),
            "order.delivered.v1", Set.of("DELIVERED"),
            "order.completed.v1", Set.of("COMPLETED"),
            "order.cancelled.v1", Set.of("CANCELLED"),
            "order.closed.v1", Set.of("CLOSED"));

    private static final List<String> FORWARD =
            List.of("PENDING_PAYMENT", "PAID", "PARTLY_SHIPPED", "SHIPPED", "DELIVERED", "COMPLETED", "CLOSED");

    /** A job that is later than this is not late but forgotten. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private final TestDatabase database;
    private final JsonNode gateways;
    private final Instant now;
    private List<Delivery> deliveries = List.of();
    private boolean consumed;
    private List<Call> calls = List.of();
    private Map<String, Integer> received = Map.of();
    private @Nullable Set<String> only;
    private Set<String> instances = Set.of();
    private final List<Violation> violations = new ArrayList<>();

    private Map<String, OrderRow> orders = Map.of();
    private Map<String, PaymentRow> payments = Map.of();
    private Map<String, List<PaymentRow>> captures = Map.of();
    private List<RefundRow> refunds = List.of();
    private Map<String, List<EventRow>> events = Map.of();

    /**
     * @param gateways what {@code GET /sandbox/v1/books} answers
     * @param now business time of the service
     */
    public BooksChecker(TestDatabase database, JsonNode gateways, Instant now) {
        this.database = database;
        this.gateways = gateways;
        this.now = now;
    }

    /** Also compares with what a consumer saw that has listened from the beginning. */
    public BooksChecker consumed(List<Delivery> seen) {
        deliveries = seen;
        consumed = true;
        return this;
    }

    /** Also compares with what the clients know. */
    public BooksChecker known(List<Call> byClients) {
        calls = byClients;
        return this;
    }

    /** Also compares with the units that were ever put on the shelf, by SKU. */
    public BooksChecker received(Map<String, Integer> units) {
        received = units;
        return this;
    }

    /**
     * Looks at these orders only, and at the stock that {@link #received} names: for a service that others use
     * and leave in every state.
     */
    public BooksChecker only(Set<String> orderNos) {
        only = orderNos;
        return this;
    }

    /** @throws AssertionError with all violations */
    public void check(String hint) {
        List<Violation> found = violations();
        if (!found.isEmpty()) {
            throw new AssertionError("The books do not agree (" + hint + "):\n"
                    + found.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        }
    }

    /** Everything that is not as it must be. */
    public List<Violation> violations() {
        violations.clear();
        SingleConnectionDataSource connection =
                new SingleConnectionDataSource(database.url(), database.username(), database.password(), true);
        try {
            JdbcClient jdbc = JdbcClient.create(connection);
            read(jdbc);
            money();
            refundBounds();
            ledger(jdbc);
            oneCapture();
            noMoneyInDeadOrders();
            exchanges(jdbc);
            stock(jdbc);
            coupons(jdbc);
            nothingStuck(jdbc);
            nothingForgotten(jdbc);
            events(jdbc);
            accepted(jdbc);
            legalPath();
            inbox(jdbc);
        } finally {
            connection.destroy();
        }
        return List.copyOf(violations);
    }

    private void read(JdbcClient jdbc) {
        orders = byKey(
                jdbc.sql("SELECT * FROM orders").query((row, i) -> order(row)).list().stream()
                        .filter(order -> isAsked(order.orderNo()))
                        .toList(),
                OrderRow::orderNo);
        payments = byKey(
                jdbc
                        .sql("SELECT * FROM payments")
                        .query((row, i) -> new PaymentRow(
                                row.getString("payment_no"),
                                row.getString("order_no"),
                                row.getString("top_up_of"),
                                row.getString("status"),
                                row.getLong("amount_fen"),
                                row.getString("gateway_transaction_id"),
                                row.getObject("next_ask_at") != null))
                        .list()
                        .stream()
                        .filter(payment -> isAsked(payment.orderNo()))
                        .toList(),
                PaymentRow::paymentNo);
        captures = payments.values().stream()
                .filter(payment -> payment.status().equals("SUCCEEDED"))
                .collect(Collectors.groupingBy(PaymentRow::orderNo));
        refunds = jdbc
                .sql("SELECT refund_no, order_no, payment_no, status, reason, amount_fen,"
                        + " COALESCE(status_reason, '') = 'PAID_ANOTHER_WAY' FROM refunds")
                .query((row, i) -> new RefundRow(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getBoolean(7)))
                .list()
                .stream()
                .filter(refund -> isAsked(refund.orderNo()))
                .toList();
        events = jdbc
                .sql("SELECT order_no, sequence, type, data FROM outbox_messages ORDER BY order_no, sequence")
                .query((row, i) -> new EventRow(row.getString(1), row.getLong(2), row.getString(3), row.getString(4)))
                .list()
                .stream()
                .filter(event -> isAsked(event.orderNo()))
                .collect(Collectors.groupingBy(EventRow::orderNo, LinkedHashMap::new, Collectors.toList()));
    }

    private boolean isAsked(@Nullable String orderNo) {
        return only == null || (orderNo != null && only.contains(orderNo));
    }

    /** Whether something at a gateway that we do not have may be somebody else's. */
    private boolean isStranger(JsonNode ofGateway) {
        return only != null && !payments.containsKey(ofGateway.path("paymentNo").asText());
    }

    private static OrderRow order(ResultSet row) throws SQLException {
        return new OrderRow(
                row.getString("order_no"),
                row.getString("shopper_id"),
                row.getString("status"),
                row.getString("hold"),
                row.getBoolean("payable"),
                row.getLong("payable_fen"),
                row.getLong("paid_fen"),
                row.getLong("refunded_fen"),
                UtcTime.read(row, "pay_before"),
                row.getObject("received_at") != null,
                row.getString("process_instance_id"));
    }

    /** Orders, payments and the gateways tell of the same money. */
    private void money() {
        Map<String, JsonNode> theirs = gatewayPayments();
        for (PaymentRow ours : payments.values()) {
            boolean booked = ours.status().equals("SUCCEEDED");
            JsonNode other = theirs.get(ours.paymentNo());
            boolean taken = other != null && isTaken(other);
            if (booked != taken) {
                broken(
                        "money",
                        ours.orderNo(),
                        "payment {} is {} with us and {} at the gateway",
                        ours.paymentNo(),
                        ours.status(),
                        other == null ? "unheard of" : other.path("state").asText());
            } else if (booked && other != null) {
                if (ours.amountFen() != other.path("amountFen").asLong()) {
                    broken(
                            "money",
                            ours.orderNo(),
                            "payment {} is {} fen with us and {} fen at the gateway",
                            ours.paymentNo(),
                            ours.amountFen(),
                            other.path("amountFen").asLong());
                }
                if (!other.path("gatewayTransactionId").asText().equals(ours.transactionId())) {
                    broken(
                            "money",
                            ours.orderNo(),
                            "payment {} is transaction {} with us and {} at the gateway",
                            ours.paymentNo(),
                            ours.transactionId(),
                            other.path("gatewayTransactionId").asText());
                }
            }
        }
        theirs.forEach((number, other) -> {
            if (!payments.containsKey(number) && !isStranger(other)) {
                broken("money", number, "the gateway has this payment ({}) and we do not", other.path("state"));
            }
        });
        for (OrderRow order : orders.values()) {
            long should = order.wasPaid() ? order.payableFen() : 0;
            if (order.paidFen() != should) {
                broken(
                        "money",
                        order.orderNo(),
                        "{} and payable {} fen, but booked as paid are {} fen",
                        order.status(),
                        order.payableFen(),
                        order.paidFen());
            }
            long captured = ownCaptures(order).stream()
                    .mapToLong(PaymentRow::amountFen)
                    .max()
                    .orElse(0);
            if (captured < order.paidFen()) {
                broken(
                        "money",
                        order.orderNo(),
                        "booked as paid are {} fen, but its payments brought {} fen",
                        order.paidFen(),
                        captured);
            }
        }
    }

    /** What went back is what the gateways gave back, under one number each, and never more than came. */
    private void refundBounds() {
        Map<String, JsonNode> theirs = new TreeMap<>();
        gateways.path("refunds")
                .forEach(refund -> theirs.put(refund.path("refundNo").asText(), refund));
        Map<String, Long> sums = new HashMap<>();
        for (RefundRow ours : refunds) {
            JsonNode other = theirs.remove(ours.refundNo());
            boolean done = ours.status().equals("SUCCEEDED");
            boolean given = other != null && other.path("state").asText().equals("SUCCESS");
            if ((done && !ours.paidAnotherWay()) != given) {
                broken(
                        "refund bounds",
                        ours.refundNo(),
                        "{} with us and {} at the gateway",
                        ours.status(),
                        other == null ? "unheard of" : other.path("state").asText());
            } else if (other != null && other.path("amountFen").asLong() != ours.amountFen()) {
                broken(
                        "refund bounds",
                        ours.refundNo(),
                        "{} fen with us and {} fen at the gateway",
                        ours.amountFen(),
                        other.path("amountFen").asLong());
            }
            if (done) {
                sums.merge(ours.paymentNo(), ours.amountFen(), Long::sum);
            }
        }
        theirs.forEach((number, other) -> {
            if (!isStranger(other)) {
                broken("refund bounds", number, "the gateway has it and we do not");
            }
        });
        sums.forEach((paymentNo, sum) -> {
            PaymentRow payment = payments.get(paymentNo);
            long came = payment != null && payment.status().equals("SUCCEEDED") ? payment.amountFen() : 0;
            if (sum > came) {
                broken("refund bounds", paymentNo, "{} fen came and {} fen went back", came, sum);
            }
        });
        for (OrderRow order : orders.values()) {
            long back = refunds.stream()
                    .filter(refund -> refund.orderNo().equals(order.orderNo()) && !refund.isOfSurplus())
                    .filter(refund -> !isOfTopUp(refund))
                    .filter(refund -> refund.status().equals("SUCCEEDED"))
                    .mapToLong(RefundRow::amountFen)
                    .sum();
            if (order.refundedFen() != back || back > order.paidFen()) {
                broken(
                        "refund bounds",
                        order.orderNo(),
                        "{} fen were paid, {} fen count as refunded and its refunds gave back {} fen",
                        order.paidFen(),
                        order.refundedFen(),
                        back);
            }
        }
    }

    /** Every movement has two sides, and the ledger tells of the same money as payments and refunds. */
    private void ledger(JdbcClient jdbc) {
        jdbc.sql("""
                        SELECT movement, reference_no, SUM(amount_fen), MAX(order_no) FROM ledger_entries
                        GROUP BY movement, reference_no HAVING SUM(amount_fen) <> 0""").query(row -> {
            if (!isAsked(row.getString(4))) {
                return;
            }
            broken(
                    "ledger",
                    row.getString(2),
                    "the sides of {} sum to {} fen and not to zero",
                    row.getString(1),
                    row.getLong(3));
        });
        Map<String, Long> held = sums(jdbc, """
                SELECT order_no, SUM(amount_fen) FROM ledger_entries
                WHERE account = 'GATEWAY' AND movement IN ('CHARGED', 'REFUNDED') GROUP BY order_no""");
        for (OrderRow order : orders.values()) {
            long came =
                    captures(order).stream().mapToLong(PaymentRow::amountFen).sum();
            long back = refunds.stream()
                    .filter(refund -> refund.orderNo().equals(order.orderNo()))
                    .filter(refund -> refund.status().equals("SUCCEEDED") && !refund.paidAnotherWay())
                    .mapToLong(RefundRow::amountFen)
                    .sum();
            long kept = held.getOrDefault(order.orderNo(), 0L);
            if (kept != came - back) {
                broken(
                        "ledger",
                        order.orderNo(),
                        "the gateways hold {} fen by the ledger, {} fen came and {} fen went back",
                        kept,
                        came,
                        back);
            }
        }
    }

    /** An order keeps one payment; what came besides is told of or goes back. */
    private void oneCapture() {
        for (OrderRow order : orders.values()) {
            List<PaymentRow> captures = ownCaptures(order);
            long kept = captures.stream().filter(capture -> !isSurplus(capture)).count();
            if (kept > (order.wasPaid() ? 1 : 0)) {
                broken(
                        order.wasPaid() ? "one capture" : "no money in a dead order",
                        order.orderNo(),
                        "{}, and keeps the payments {} and not all but one went back",
                        order.status(),
                        captures.stream().map(PaymentRow::paymentNo).toList());
            }
        }
    }

    private void noMoneyInDeadOrders() {
        for (OrderRow order : orders.values()) {
            if (order.status().equals("CANCELLED") && order.paidFen() != 0) {
                broken("no money in a dead order", order.orderNo(), "cancelled with {} fen", order.paidFen());
            }
        }
    }

    /** An exchange keeps one top-up as long as it brings something, and holds or has sent just what it brings. */
    private void exchanges(JdbcClient jdbc) {
        jdbc.sql("""
                        SELECT e.*, a.order_no, a.status AS case_status,
                            (SELECT COALESCE(SUM(r.quantity - r.shipped), 0) FROM stock_reservations r
                             WHERE r.order_no = e.after_sales_no AND r.status = 'RESERVED') AS held,
                            (SELECT COALESCE(SUM(r.shipped), 0) FROM stock_reservations r
                             WHERE r.order_no = e.after_sales_no) AS sent,
                            (SELECT COALESCE(SUM(s.replacement_quantity), 0) FROM shipments s
                             WHERE s.after_sales_no = e.after_sales_no) AS packed
                        FROM exchanges e JOIN after_sales a ON a.after_sales_no = e.after_sales_no""").query(row -> {
            if (isAsked(row.getString("order_no"))) {
                topUp(row);
                replacement(row);
            }
        });
    }

    private void topUp(ResultSet row) throws SQLException {
        String afterSalesNo = row.getString("after_sales_no");
        String paidBy = row.getString("top_up_payment_no");
        List<String> kept = payments.values().stream()
                .filter(payment -> afterSalesNo.equals(payment.topUpOf()))
                .filter(payment -> payment.status().equals("SUCCEEDED") && !isSurplus(payment))
                .map(PaymentRow::paymentNo)
                .toList();
        if (!kept.equals(paidBy == null ? List.of() : List.of(paidBy))) {
            broken("top-up", row.getString("order_no"), "paid on top by {}, and what is kept is {}", paidBy, kept);
        }
        long back = refunds.stream()
                .filter(refund -> refund.paymentNo().equals(paidBy) && !refund.isOfSurplus())
                .mapToLong(RefundRow::amountFen)
                .sum();
        boolean ended = Set.of("SOLD_OUT", "CALLED_OFF").contains(row.getString("status"));
        if (back != row.getLong("top_up_back_fen") || (ended && paidBy != null && back != row.getLong("top_up_fen"))) {
            broken(
                    "top-up",
                    row.getString("order_no"),
                    "{}, of {} fen paid on top {} count as going back and its refunds are of {}",
                    row.getString("status"),
                    row.getLong("top_up_fen"),
                    row.getLong("top_up_back_fen"),
                    back);
        }
    }

    private void replacement(ResultSet row) throws SQLException {
        String status = row.getString("status");
        boolean over = Set.of("COMPLETED", "CANCELLED", "REJECTED", "DISPUTED").contains(row.getString("case_status"));
        long held = status.equals("RESERVED") && !over ? row.getLong("quantity") : 0;
        long sent = status.equals("SHIPPED") ? row.getLong("quantity") : 0;
        if (row.getLong("held") != held || row.getLong("sent") != sent || row.getLong("packed") != sent) {
            broken(
                    "replacement",
                    row.getString("order_no"),
                    "{} of {} in a case that is {}: {} are held, {} left the shelf and {} are in its parcel",
                    status,
                    row.getLong("quantity"),
                    row.getString("case_status"),
                    row.getLong("held"),
                    row.getLong("sent"),
                    row.getLong("packed"));
        }
    }

    private boolean isOfTopUp(RefundRow refund) {
        PaymentRow payment = payments.get(refund.paymentNo());
        return payment != null && payment.topUpOf() != null;
    }

    /** Told of, and given back in whole. */
    private boolean isSurplus(PaymentRow payment) {
        boolean told = events.getOrDefault(payment.orderNo(), List.of()).stream()
                .anyMatch(event -> event.type().equals("payment.surplus.v1")
                        && event.data().contains("\"" + payment.paymentNo() + "\""));
        long back = refunds.stream()
                .filter(refund -> refund.paymentNo().equals(payment.paymentNo()) && refund.isOfSurplus())
                .mapToLong(RefundRow::amountFen)
                .sum();
        return told && back == payment.amountFen();
    }

    /** Every unit is on the shelf, shipped, or was never there; what is reserved, a living order reserves. */
    private void stock(JdbcClient jdbc) {
        Map<String, Long> held = sums(jdbc, """
                SELECT sku_id, SUM(quantity - shipped) FROM stock_reservations WHERE status = 'RESERVED' GROUP BY sku_id""");
        Map<String, Long> shipped = sums(jdbc, "SELECT sku_id, SUM(shipped) FROM stock_reservations GROUP BY sku_id");
        Map<String, Long> returned =
                sums(jdbc, "SELECT sku_id, SUM(COALESCE(accepted_quantity, 0)) FROM after_sale_items GROUP BY sku_id");
        jdbc.sql("SELECT sku_id, on_hand, reserved, damaged FROM stock").query(row -> {
            String sku = row.getString("sku_id");
            if (only != null && !received.containsKey(sku)) {
                return;
            }
            long onHand = row.getLong("on_hand");
            long reserved = row.getLong("reserved");
            if (reserved != held.getOrDefault(sku, 0L)) {
                broken(
                        "stock",
                        sku,
                        "{} units are reserved, living reservations hold {}",
                        reserved,
                        held.getOrDefault(sku, 0L));
            }
            if (reserved < 0 || onHand < reserved) {
                broken("stock", sku, "{} on hand and {} reserved", onHand, reserved);
            }
            Integer came = received.get(sku);
            long left = shipped.getOrDefault(sku, 0L) - returned.getOrDefault(sku, 0L);
            if (came != null && came != onHand + row.getLong("damaged") + left) {
                broken("stock", sku, "{} units came, {} are on hand and {} left", came, onHand, left);
            }
        });
        jdbc.sql("""
                        SELECT l.order_no, l.sku_id, l.quantity, l.shipped_quantity, r.quantity AS held, r.shipped, r.status,
                            (SELECT COALESCE(SUM(i.quantity), 0) FROM shipment_items i JOIN shipments s ON s.shipment_no = i.shipment_no
                             WHERE s.order_no = l.order_no AND i.line_no = l.line_no) AS packed
                        FROM order_lines l LEFT JOIN stock_reservations r ON r.order_no = l.order_no AND r.sku_id = l.sku_id""").query(row -> {
            if (isAsked(row.getString("order_no"))) {
                line(row);
            }
        });
    }

    private void line(ResultSet row) throws SQLException {
        String orderNo = row.getString("order_no");
        OrderRow order = Objects.requireNonNull(orders.get(orderNo), orderNo);
        String sku = row.getString("sku_id");
        String reservation = row.getString("status");
        String should = order.status().equals("CANCELLED") ? "RELEASED" : "RESERVED";
        // Several lines may share a SKU and then its reservation, too; only the simple case is compared.
        if (reservation == null || (!order.status().equals("CLOSED") && !reservation.equals(should))) {
            broken("stock", orderNo, "{}, and its reservation of {} is {}", order.status(), sku, reservation);
            return;
        }
        long left = row.getLong("shipped_quantity");
        if (left != row.getLong("packed") || left != row.getLong("shipped") || left > row.getLong("quantity")) {
            broken(
                    "goods",
                    orderNo,
                    "of {} {}, {} count as shipped, {} are in parcels and {} left the shelf",
                    row.getLong("quantity"),
                    sku,
                    left,
                    row.getLong("packed"),
                    row.getLong("shipped"));
        }
    }

    /** A coupon is locked by an unpaid order, used by a paid one, and in the shopper's hands otherwise. */
    private void coupons(JdbcClient jdbc) {
        jdbc.sql("SELECT coupon_id, status, order_no FROM coupon_grants").query(row -> {
            String orderNo = row.getString("order_no");
            String status = row.getString("status");
            if (!isAsked(orderNo)) {
                return;
            }
            OrderRow order = orderNo == null ? null : orders.get(orderNo);
            String should = order == null || order.status().equals("CANCELLED")
                    ? "AVAILABLE"
                    : order.wasPaid() ? "USED" : "LOCKED";
            if (!should.equals(status)) {
                broken(
                        "coupons",
                        orderNo == null ? row.getString("coupon_id") : orderNo,
                        "coupon {} is {} and must be {}",
                        row.getString("coupon_id"),
                        status,
                        should);
            }
        });
    }

    /** Every living order has a process that goes on by itself or waits for somebody; no dead one has. */
    private void nothingStuck(JdbcClient jdbc) {
        Set<String> living = new HashSet<>();
        jdbc.sql("SELECT ID_, BUSINESS_KEY_ FROM ACT_RU_EXECUTION WHERE PARENT_ID_ IS NULL")
                .query(row -> {
                    if (isAsked(row.getString(2))) {
                        living.add(row.getString(1));
                    }
                });
        instances = living;
        for (OrderRow order : orders.values()) {
            boolean alive = order.process() != null && instances.contains(order.process());
            if (alive == order.over()) {
                broken(
                        "nothing stuck",
                        order.orderNo(),
                        "{}, and its process {} is {}",
                        order.status(),
                        order.process(),
                        alive ? "still there" : "gone");
            }
            if (order.hold() != null) {
                broken("nothing stuck", order.orderNo(), "held by {}", order.hold());
            }
            if (order.status().equals("PENDING_PAYMENT") && order.payBefore().isBefore(now.minus(LATE))) {
                broken("nothing stuck", order.orderNo(), "unpaid since {}, and it is {}", order.payBefore(), now);
            }
        }
        jdbc.sql("""
                        SELECT e.ID_, e.BUSINESS_KEY_ FROM ACT_RU_EXECUTION e WHERE e.PARENT_ID_ IS NULL
                        AND NOT EXISTS (SELECT 1 FROM ACT_RU_JOB j WHERE j.PROCESS_INSTANCE_ID_ = e.ID_ AND j.RETRIES_ > 0)
                        AND NOT EXISTS (SELECT 1 FROM ACT_RU_EVENT_SUBSCR s WHERE s.PROC_INST_ID_ = e.ID_)
                        AND NOT EXISTS (SELECT 1 FROM ACT_RU_TASK t WHERE t.PROC_INST_ID_ = e.ID_)
                        AND NOT EXISTS (SELECT 1 FROM ACT_RU_EXECUTION c JOIN ACT_RU_EXECUTION p ON c.SUPER_EXEC_ = p.ID_
                            WHERE p.PROC_INST_ID_ = e.ID_)""").query(row -> {
            if (isAsked(row.getString(2))) {
                broken("nothing stuck", row.getString(2), "process {} waits for nothing", row.getString(1));
            }
        });
        for (PaymentRow payment : payments.values()) {
            boolean open = Set.of("PENDING", "UNKNOWN", "NOT_EXECUTED").contains(payment.status());
            OrderRow order = orders.get(payment.orderNo());
            boolean unwanted = order == null || (order.over() && payment.topUpOf() == null);
            if (open && (unwanted || !payment.askedAgain())) {
                broken(
                        "nothing stuck",
                        payment.orderNo(),
                        "payment {} is {} and nobody asks about it",
                        payment.paymentNo(),
                        payment.status());
            }
        }
    }

    private boolean isAskedInstance(@Nullable String instance) {
        return only == null || (instance != null && instances.contains(instance));
    }

    /** No incident, no job given up or long overdue, no fact that was not told. */
    private void nothingForgotten(JdbcClient jdbc) {
        jdbc.sql("SELECT ACTIVITY_ID_, INCIDENT_MSG_, PROC_INST_ID_ FROM ACT_RU_INCIDENT")
                .query(row -> {
                    if (!isAskedInstance(row.getString(3))) {
                        return;
                    }
                    broken(
                            "nothing stuck",
                            String.valueOf(row.getString(3)),
                            "incident at {}: {}",
                            row.getString(1),
                            row.getString(2));
                });
        jdbc.sql("""
                        SELECT ID_, PROCESS_INSTANCE_ID_, RETRIES_, DUEDATE_, LOCK_OWNER_ FROM ACT_RU_JOB
                        WHERE PROCESS_INSTANCE_ID_ IS NOT NULL AND (RETRIES_ = 0 OR DUEDATE_ < ?)""")
                .param(LocalDateTime.ofInstant(now.minus(LATE), ZoneOffset.UTC))
                .query(row -> {
                    if (!isAskedInstance(row.getString(2))) {
                        return;
                    }
                    broken(
                            "nothing stuck",
                            row.getString(2),
                            "job {} with {} retries was due at {} and is locked by {}",
                            row.getString(1),
                            row.getInt(3),
                            row.getString(4),
                            row.getString(5));
                });
        for (RefundRow refund : refunds) {
            if (!refund.status().equals("SUCCEEDED")) {
                broken("nothing stuck", refund.orderNo(), "refund {} is {}", refund.refundNo(), refund.status());
            }
        }
        jdbc.sql("SELECT order_no, process_key, last_error FROM process_starts").query(row -> {
            if (isAsked(row.getString(1))) {
                broken("nothing stuck", row.getString(1), "{} was not started: {}", row.getString(2), row.getString(3));
            }
        });
        jdbc.sql("SELECT order_no, message, last_error FROM process_signals").query(row -> {
            if (isAsked(row.getString(1))) {
                broken("nothing stuck", row.getString(1), "{} was not told: {}", row.getString(2), row.getString(3));
            }
        });
    }

    /** What was committed was published, each order's events first seen one after the other. */
    private void events(JdbcClient jdbc) {
        events.forEach((orderNo, rows) -> {
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).sequence() != i + 1) {
                    broken(
                            "events",
                            orderNo,
                            "event {} of the order carries the number {}",
                            i + 1,
                            rows.get(i).sequence());
                    return;
                }
            }
        });
        if (!consumed) {
            return;
        }
        long last = number(jdbc, "SELECT COALESCE(MAX(stream_position), 0) FROM outbox_messages");
        long published = number(jdbc, "SELECT position FROM outbox_relays WHERE name = 'rabbitmq'");
        long unnumbered = number(jdbc, "SELECT COUNT(*) FROM outbox_messages WHERE stream_position IS NULL");
        if (last != published || unnumbered != 0) {
            broken(
                    "events",
                    "outbox",
                    "{} have a position, {} are published, {} have none",
                    last,
                    published,
                    unnumbered);
        }
        Map<String, Long> seen = new HashMap<>();
        for (Delivery delivery : deliveries) {
            List<EventRow> rows = events.getOrDefault(delivery.orderNo(), List.of());
            if (delivery.sequence() < 1
                    || delivery.sequence() > rows.size()
                    || !rows.get((int) delivery.sequence() - 1).type().equals(delivery.type())) {
                broken(
                        "events",
                        delivery.orderNo(),
                        "{} number {} was delivered and never committed",
                        delivery.type(),
                        delivery.sequence());
                continue;
            }
            long before = seen.getOrDefault(delivery.orderNo(), 0L);
            if (delivery.sequence() > before + 1) {
                broken(
                        "events",
                        delivery.orderNo(),
                        "number {} was first delivered after number {}",
                        delivery.sequence(),
                        before);
            }
            seen.merge(delivery.orderNo(), delivery.sequence(), Math::max);
        }
        events.forEach((orderNo, rows) -> {
            long arrived = seen.getOrDefault(orderNo, 0L);
            if (arrived < rows.size()) {
                broken("events", orderNo, "{} were committed, number {} was the last delivered", rows.size(), arrived);
            }
        });
    }

    /** What was acknowledged is there, what was refused is not, and the same key has one answer for ever. */
    private void accepted(JdbcClient jdbc) {
        Map<String, List<OrderRow>> byShopper =
                orders.values().stream().collect(Collectors.groupingBy(OrderRow::shopper));
        Map<String, List<Call>> placings = calls.stream()
                .filter(call -> call.operation() == Operation.PLACE)
                .collect(Collectors.groupingBy(Call::subject));
        placings.forEach((shopper, tries) -> placed(shopper, tries, byShopper.getOrDefault(shopper, List.of())));
        Set<String> shipments = new HashSet<>(jdbc.sql("SELECT shipment_no FROM shipments")
                .query(String.class)
                .list());
        for (Call call : calls) {
            OrderRow order = orders.get(call.subject());
            if (call.operation() == Operation.PLACE || call.outcome() != Outcome.OK) {
                continue;
            }
            boolean kept = order != null
                    && switch (call.operation()) {
                        case OPEN_PAYMENT -> {
                            PaymentRow payment =
                                    payments.get(call.body().path("paymentNo").asText());
                            yield payment != null && payment.orderNo().equals(call.subject());
                        }
                        case SHIP ->
                            shipments.contains(call.body().path("shipmentNo").asText());
                        case RECEIVE -> order.received();
                        case CANCEL -> order.status().equals("CANCELLED") || (call.status() == 202 && order.wasPaid());
                        case READ, PLACE -> true;
                    };
            if (!kept) {
                broken(
                        "accepted is kept",
                        call.subject(),
                        "{} was answered {} {}, and the order is {}",
                        call.operation(),
                        call.status(),
                        call.body(),
                        order == null ? "not there" : order.status());
            }
        }
    }

    private void placed(String shopper, List<Call> tries, List<OrderRow> there) {
        List<Call> ok =
                tries.stream().filter(call -> call.outcome() == Outcome.OK).toList();
        Set<String> answers =
                ok.stream().map(call -> call.body().path("orderNo").asText()).collect(Collectors.toSet());
        if (answers.size() > 1 || there.size() > 1) {
            broken(
                    "accepted is kept",
                    shopper,
                    "placed one order, was answered {} and has {}",
                    answers,
                    there.stream().map(OrderRow::orderNo).toList());
            return;
        }
        boolean refused = ok.isEmpty() && tries.get(tries.size() - 1).outcome() == Outcome.FAIL;
        if (refused && !there.isEmpty()) {
            broken(
                    "accepted is kept",
                    shopper,
                    "was refused and has order {}",
                    there.get(0).orderNo());
        }
        if (!ok.isEmpty()
                && (there.isEmpty()
                        || !answers.contains(there.get(0).orderNo())
                        || there.get(0).payableFen()
                                != ok.get(0).body().path("payableFen").asLong())) {
            broken(
                    "accepted is kept",
                    shopper,
                    "was answered {} and has {}",
                    ok.get(0).body(),
                    there);
        }
    }

    /** An order's events are a path of its states and end where it stands; a client never sees it go back. */
    private void legalPath() {
        for (OrderRow order : orders.values()) {
            String last = "";
            for (EventRow event : events.getOrDefault(order.orderNo(), List.of())) {
                if (!PATH.containsKey(event.type())) {
                    continue;
                }
                if (!Objects.requireNonNull(PATH.get(last)).contains(event.type())) {
                    broken(
                            "legal path",
                            order.orderNo(),
                            "{} followed {}",
                            event.type(),
                            last.isEmpty() ? "nothing" : last);
                }
                last = event.type();
            }
            if (!STATUS_AFTER.getOrDefault(last, Set.of()).contains(order.status())) {
                broken("legal path", order.orderNo(), "{}, and its last event is {}", order.status(), last);
            }
        }
        Map<String, String> seen = new HashMap<>();
        for (Call call : calls) {
            if (call.operation() == Operation.READ && call.outcome() == Outcome.OK) {
                String status = call.body().path("status").asText();
                String before = seen.put(call.client() + " " + call.subject(), status);
                if (before != null && goesBack(before, status)) {
                    broken("legal path", call.subject(), "{} read {} after {}", call.client(), status, before);
                }
            }
        }
    }

    private static boolean goesBack(String before, String after) {
        if (before.equals("CANCELLED") || after.equals("CANCELLED")) {
            return !after.equals(before) && !before.equals("PENDING_PAYMENT");
        }
        return FORWARD.indexOf(after) < FORWARD.indexOf(before);
    }

    /** Nothing forged is in the inbox, and what was taken from it is booked. */
    private void inbox(JdbcClient jdbc) {
        jdbc.sql("SELECT notification_id, payment_no, verdict FROM payment_notifications")
                .query(row -> {
                    PaymentRow payment = payments.get(row.getString("payment_no"));
                    if (only != null && payment == null) {
                        return;
                    }
                    boolean taken = row.getString("verdict").equals("TAKEN");
                    if (payment == null || (taken && !payment.status().equals("SUCCEEDED"))) {
                        broken(
                                "inbox",
                                row.getString("payment_no"),
                                "notification {} is {}, and the payment is {}",
                                row.getString("notification_id"),
                                row.getString("verdict"),
                                payment == null ? "not ours" : payment.status());
                    }
                });
    }

    /** Those of the order's own money, without what was paid on top in exchanges. */
    private List<PaymentRow> ownCaptures(OrderRow order) {
        return captures(order).stream()
                .filter(payment -> payment.topUpOf() == null)
                .toList();
    }

    private List<PaymentRow> captures(OrderRow order) {
        return captures.getOrDefault(order.orderNo(), List.of());
    }

    private Map<String, JsonNode> gatewayPayments() {
        Map<String, JsonNode> theirs = new TreeMap<>();
        gateways.path("payments")
                .forEach(payment -> theirs.put(payment.path("paymentNo").asText(), payment));
        return theirs;
    }

    private static boolean isTaken(JsonNode payment) {
        return Set.of("SUCCESS", "REFUND").contains(payment.path("state").asText());
    }

    private void broken(String invariant, String subject, String message, @Nullable Object... sides) {
        violations.add(new Violation(
                invariant,
                subject,
                String.valueOf(MessageFormatter.arrayFormat(message, sides).getMessage())));
    }

    private static long number(JdbcClient jdbc, String question) {
        return jdbc.sql(question).query(Long.class).single();
    }

    private static Map<String, Long> sums(JdbcClient jdbc, String question) {
        Map<String, Long> sums = new HashMap<>();
        jdbc.sql(question).query(row -> {
            sums.put(row.getString(1), row.getLong(2));
        });
        return sums;
    }

    private static <T> Map<String, T> byKey(List<T> rows, java.util.function.Function<T, String> key) {
        Map<String, T> map = new TreeMap<>();
        rows.forEach(row -> map.put(key.apply(row), row));
        return map;
    }
}
