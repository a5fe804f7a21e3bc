package io.orderloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.testing.BooksChecker.Violation;
import io.orderloom.testing.EventLog.Delivery;
import io.orderloom.testing.History.Call;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.History.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A checker that finds nothing proves something only if it finds what is wrong: every invariant is broken here once. */
class BooksCheckerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:10:00Z");
    private static final TestDatabase DATABASE = Servers.mariaDb();
    private static final JdbcTemplate SQL =
            new JdbcTemplate(new DriverManagerDataSource(DATABASE.url(), DATABASE.username(), DATABASE.password()));

    /**
     * Three orders at rest: DONE is completed, DEAD was cancelled and paid too late, OPEN waits for its payment. Of DONE,
     * SWAP was exchanged with a top-up, GONE was paid on top and then sold out.
     */
    private static final List<String> ROWS = List.of(
            order("DONE", "COMPLETED", 5_000, "'2026-03-01 08:05:00'", "'p-done'", false),
            order("DEAD", "CANCELLED", 0, "NULL", "'p-dead'", false),
            order("OPEN", "PENDING_PAYMENT", 0, "NULL", "'p-open'", true),
            completedCase("SWAP"),
            completedCase("GONE"),
            exchange("SWAP", "SHIPPED", "TOP", 0),
            exchange("GONE", "SOLD_OUT", "VOID", 100),
            topUp("TOP", "SWAP"),
            topUp("VOID", "GONE"),
            "INSERT INTO stock_reservations (order_no, sku_id, quantity, shipped, status) VALUES ('SWAP', 'NEW', 1, 1, 'RESERVED')",
            "INSERT INTO stock_reservations (order_no, sku_id, quantity, shipped, status) VALUES ('GONE', 'NEW', 0, 0, 'RESERVED')",
            "INSERT INTO shipments (shipment_no, order_no, carrier, status, shipped_at, after_sales_no, replacement_sku_id,"
                    + " replacement_name, replacement_quantity)"
                    + " VALUES ('S0', 'DONE', 'SF', 'SIGNED', '2026-03-01 08:06:00', 'SWAP', 'NEW', '茶', 1)",
            "INSERT INTO refunds (refund_no, order_no, payment_no, amount_fen, status, reason, requested_at, ask_from, status_since)"
                    + " VALUES ('R0', 'DONE', 'VOID', 100, 'SUCCEEDED', 'AFTER_SALE', NOW(), NOW(), NOW())",
            entry("CHARGED", "TOP", "GATEWAY", "DONE", 100),
            entry("CHARGED", "TOP", "TOP_UPS", "DONE", -100),
            entry("CHARGED", "VOID", "GATEWAY", "DONE", 100),
            entry("CHARGED", "VOID", "TOP_UPS", "DONE", -100),
            entry("REFUNDED", "R0", "TOP_UPS", "DONE", 100),
            entry("REFUNDED", "R0", "GATEWAY", "DONE", -100),
            line("DONE", 2),
            line("DEAD", 0),
            line("OPEN", 0),
            "INSERT INTO stock (sku_id, on_hand, reserved) VALUES ('SKU', 8, 2)",
            "INSERT INTO stock_reservations (order_no, sku_id, quantity, shipped, status) VALUES ('DONE', 'SKU', 2, 2, 'RESERVED')",
            "INSERT INTO stock_reservations (order_no, sku_id, quantity, shipped, status) VALUES ('DEAD', 'SKU', 2, 0, 'RELEASED')",
            "INSERT INTO stock_reservations (order_no, sku_id, quantity, shipped, status) VALUES ('OPEN', 'SKU', 2, 0, 'RESERVED')",
            "INSERT INTO shipments (shipment_no, order_no, carrier, status, shipped_at)"
                    + " VALUES ('S1', 'DONE', 'SF', 'SIGNED', '2026-03-01 08:02:00')",
            "INSERT INTO shipment_items (shipment_no, line_no, quantity) VALUES ('S1', 1, 2)",
            payment("PAID", "DONE", "SUCCEEDED", "'T1'", "NULL"),
            payment("LATE", "DEAD", "SUCCEEDED", "'T2'", "NULL"),
            payment("WAIT", "OPEN", "PENDING", "NULL", "'2026-03-01 08:11:00'"),
            "INSERT INTO refunds (refund_no, order_no, payment_no, amount_fen, status, reason, requested_at, ask_from, status_since)"
                    + " VALUES ('R1', 'DEAD', 'LATE', 5000, 'SUCCEEDED', 'LATE_PAYMENT', NOW(), NOW(), NOW())",
            "INSERT INTO payment_notifications (channel, notification_id, payment_no, state, verdict, received_at)"
                    + " VALUES ('WECHAT_PAY', 'N1', 'PAID', 'PAID', 'TAKEN', NOW())",
            event("DONE", 1, "order.placed.v1", 1),
            event("DONE", 2, "order.paid.v1", 3),
            event("DONE", 3, "order.shipped.v1", 4),
            event("DONE", 4, "order.delivered.v1", 6),
            event("DONE", 5, "order.completed.v1", 7),
            event("DEAD", 1, "order.placed.v1", 2),
            event("DEAD", 2, "order.cancelled.v1", 5),
            event("DEAD", 3, "payment.surplus.v1", 8),
            event("OPEN", 1, "order.placed.v1", 9),
            "UPDATE outbox_relays SET position = 9",
            entry("CHARGED", "PAID", "GATEWAY", "DONE", 5_000),
            entry("CHARGED", "PAID", "ORDERS", "DONE", -5_000),
            entry("CHARGED", "LATE", "GATEWAY", "DEAD", 5_000),
            entry("CHARGED", "LATE", "SURPLUS", "DEAD", -5_000),
            entry("REFUNDED", "R1", "SURPLUS", "DEAD", 5_000),
            entry("REFUNDED", "R1", "GATEWAY", "DEAD", -5_000),
            "INSERT INTO coupons (template_id, name, amount_fen, threshold_fen, combinable, valid_from, valid_until, created_at)"
                    + " VALUES ('T', '券', 1, 1, FALSE, NOW(), NOW(), NOW())",
            coupon("C1", "USED", "'DONE'"),
            coupon("C2", "LOCKED", "'OPEN'"),
            coupon("C3", "AVAILABLE", "NULL"),
            "INSERT INTO ACT_RU_EXECUTION (ID_, PROC_INST_ID_, BUSINESS_KEY_) VALUES ('p-open', 'p-open', 'OPEN')",
            "INSERT INTO ACT_RU_EVENT_SUBSCR (ID_, PROC_INST_ID_, EVENT_TYPE_, CREATED_)"
                    + " VALUES ('e', 'p-open', 'message', NOW())",
            "INSERT INTO ACT_RU_JOB (ID_, TYPE_, PROCESS_INSTANCE_ID_, RETRIES_, DUEDATE_)"
                    + " VALUES ('j', 'timer', 'p-open', 3, '2026-03-01 08:30:00')");

    private static final String BOOKS = """
            {"payments":[
              {"paymentNo":"PAID","state":"SUCCESS","amountFen":5000,"gatewayTransactionId":"T1"},
              {"paymentNo":"TOP","state":"SUCCESS","amountFen":100,"gatewayTransactionId":"T-TOP"},
              {"paymentNo":"VOID","state":"REFUND","amountFen":100,"gatewayTransactionId":"T-VOID"},
              {"paymentNo":"LATE","state":"REFUND","amountFen":5000,"gatewayTransactionId":"T2"},
              {"paymentNo":"WAIT","state":"NOTPAY","amountFen":5000,"gatewayTransactionId":null}],
             "refunds":[{"refundNo":"R0","paymentNo":"VOID","amountFen":100,"state":"SUCCESS"},{"refundNo":"R1","paymentNo":"LATE","amountFen":5000,"state":"SUCCESS"}]}""";

    private final List<Delivery> deliveries = new ArrayList<>(List.of(
            new Delivery("DONE-1", "DONE", 1, "order.placed.v1"),
            new Delivery("DEAD-1", "DEAD", 1, "order.placed.v1"),
            new Delivery("DONE-2", "DONE", 2, "order.paid.v1"),
            new Delivery("DONE-3", "DONE", 3, "order.shipped.v1"),
            new Delivery("DONE-2", "DONE", 2, "order.paid.v1"),
            new Delivery("DEAD-2", "DEAD", 2, "order.cancelled.v1"),
            new Delivery("DONE-4", "DONE", 4, "order.delivered.v1"),
            new Delivery("DONE-5", "DONE", 5, "order.completed.v1"),
            new Delivery("DEAD-3", "DEAD", 3, "payment.surplus.v1"),
            new Delivery("OPEN-1", "OPEN", 1, "order.placed.v1")));
    private final List<Call> calls = new ArrayList<>(List.of(
            call(Operation.PLACE, "s-DONE", Outcome.INFO, 0, "{}"),
            call(Operation.PLACE, "s-DONE", Outcome.OK, 201, "{\"orderNo\":\"DONE\",\"payableFen\":5000}"),
            call(Operation.PLACE, "s-NOBODY", Outcome.FAIL, 409, "{}"),
            call(Operation.PLACE, "s-DEAD", Outcome.INFO, 0, "{}"),
            call(Operation.OPEN_PAYMENT, "DONE", Outcome.OK, 201, "{\"paymentNo\":\"PAID\"}"),
            call(Operation.READ, "DONE", Outcome.OK, 200, "{\"status\":\"PAID\"}"),
            call(Operation.SHIP, "DONE", Outcome.OK, 201, "{\"shipmentNo\":\"S1\"}"),
            call(Operation.READ, "DONE", Outcome.OK, 200, "{\"status\":\"SHIPPED\"}"),
            call(Operation.RECEIVE, "DONE", Outcome.OK, 200, "{}"),
            call(Operation.CANCEL, "DEAD", Outcome.OK, 202, "{}")));

    @BeforeAll
    static void migrate() {
        DATABASE.migratedDataSource();
    }

    @BeforeEach
    void rows() {
        for (String table : List.of(
                "orders",
                "order_lines",
                "stock",
                "stock_reservations",
                "shipments",
                "shipment_items",
                "payments",
                "refunds",
                "payment_notifications",
                "outbox_messages",
                "coupon_grants",
                "coupons",
                "process_signals",
                "process_starts",
                "ledger_entries",
                "exchanges",
                "after_sales",
                "ACT_RU_JOB",
                "ACT_RU_EVENT_SUBSCR",
                "ACT_RU_INCIDENT",
                "ACT_RU_EXECUTION")) {
            change("DELETE FROM " + table);
        }
        ROWS.forEach(BooksCheckerTest::change);
    }

    @Test
    void nothingIsSaidOfBooksThatAgree() {
        assertThat(violations(BOOKS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            money                    | DONE | UPDATE payments SET amount_fen = 4999 WHERE payment_no = 'PAID'
            money                    | DONE | UPDATE payments SET status = 'CLOSED' WHERE payment_no = 'PAID'
            money                    | DONE | UPDATE payments SET gateway_transaction_id = 'T9' WHERE payment_no = 'PAID'
            money                    | OPEN | UPDATE payments SET status = 'SUCCEEDED', next_ask_at = NULL WHERE payment_no = 'WAIT'
            money                    | WAIT | DELETE FROM payments WHERE payment_no = 'WAIT'
            money                    | DONE | UPDATE orders SET paid_fen = 4999 WHERE order_no = 'DONE'
            money                    | OPEN | UPDATE orders SET paid_fen = 5000 WHERE order_no = 'OPEN'
            refund bounds            | R1   | UPDATE refunds SET amount_fen = 5001 WHERE refund_no = 'R1'
            refund bounds            | LATE | UPDATE refunds SET amount_fen = 5001 WHERE refund_no = 'R1'
            refund bounds            | R1   | UPDATE refunds SET status = 'PROCESSING' WHERE refund_no = 'R1'
            refund bounds            | R1   | DELETE FROM refunds WHERE refund_no = 'R1'
            refund bounds            | DONE | UPDATE orders SET refunded_fen = 1 WHERE order_no = 'DONE'
            ledger                   | PAID | UPDATE ledger_entries SET amount_fen = -4999 WHERE account = 'ORDERS'
            ledger                   | DONE | DELETE FROM ledger_entries WHERE reference_no = 'PAID'
            ledger                   | DEAD | DELETE FROM ledger_entries WHERE reference_no = 'R1'
            one capture              | DONE | UPDATE payments SET order_no = 'DONE' WHERE payment_no = 'LATE'
            no money in a dead order | DEAD | DELETE FROM refunds WHERE refund_no = 'R1'
            no money in a dead order | DEAD | UPDATE outbox_messages SET data = '{}' WHERE order_no = 'DEAD'
            no money in a dead order | DEAD | UPDATE orders SET paid_fen = 5000 WHERE order_no = 'DEAD'
            one capture              | DONE | UPDATE payments SET top_up_of = NULL WHERE payment_no = 'TOP'
            refund bounds            | DONE | UPDATE payments SET top_up_of = NULL WHERE payment_no = 'VOID'
            top-up                   | DONE | UPDATE exchanges SET top_up_payment_no = NULL WHERE after_sales_no = 'SWAP'
            top-up                   | DONE | UPDATE payments SET top_up_of = 'SWAP' WHERE payment_no = 'VOID'
            top-up                   | DONE | UPDATE exchanges SET top_up_back_fen = 0 WHERE after_sales_no = 'GONE'
            top-up                   | DONE | UPDATE exchanges SET status = 'CALLED_OFF' WHERE after_sales_no = 'SWAP'
            replacement              | DONE | UPDATE stock_reservations SET shipped = 0 WHERE order_no = 'SWAP'
            replacement              | DONE | UPDATE stock_reservations SET quantity = 1 WHERE order_no = 'GONE'
            replacement              | DONE | UPDATE shipments SET replacement_quantity = 2 WHERE shipment_no = 'S0'
            replacement              | DONE | UPDATE exchanges SET status = 'RESERVED' WHERE after_sales_no = 'SWAP'
            stock                    | SKU  | UPDATE stock SET reserved = 3
            stock                    | SKU  | UPDATE stock SET on_hand = 9
            stock                    | DEAD | UPDATE stock_reservations SET status = 'RESERVED' WHERE order_no = 'DEAD'
            stock                    | OPEN | UPDATE stock_reservations SET status = 'RELEASED' WHERE order_no = 'OPEN'
            stock                    | OPEN | DELETE FROM stock_reservations WHERE order_no = 'OPEN'
            goods                    | DONE | UPDATE shipment_items SET quantity = 4
            goods                    | DONE | UPDATE order_lines SET shipped_quantity = 1 WHERE order_no = 'DONE'
            coupons                  | DONE | UPDATE coupon_grants SET status = 'LOCKED' WHERE coupon_id = 'C1'
            coupons                  | OPEN | UPDATE coupon_grants SET status = 'AVAILABLE' WHERE coupon_id = 'C2'
            coupons                  | C3   | UPDATE coupon_grants SET status = 'LOCKED' WHERE coupon_id = 'C3'
            nothing stuck            | OPEN | DELETE FROM ACT_RU_EXECUTION
            nothing stuck            | OPEN | UPDATE orders SET process_instance_id = NULL WHERE order_no = 'OPEN'
            nothing stuck            | OPEN | DELETE ACT_RU_JOB, ACT_RU_EVENT_SUBSCR FROM ACT_RU_JOB, ACT_RU_EVENT_SUBSCR
            nothing stuck            | DONE | UPDATE orders SET process_instance_id = 'p-open' WHERE order_no = 'DONE'
            nothing stuck            | OPEN | UPDATE orders SET hold = 'AMOUNT_MISMATCH' WHERE order_no = 'OPEN'
            nothing stuck            | OPEN | UPDATE orders SET pay_before = '2026-03-01 08:00:00' WHERE order_no = 'OPEN'
            nothing stuck            | OPEN | UPDATE payments SET next_ask_at = NULL WHERE payment_no = 'WAIT'
            nothing stuck            | p-open | UPDATE ACT_RU_JOB SET RETRIES_ = 0
            nothing stuck            | p-open | UPDATE ACT_RU_JOB SET DUEDATE_ = '2026-03-01 08:00:00'
            nothing stuck            | p-open | INSERT INTO ACT_RU_INCIDENT (ID_, REV_, INCIDENT_TIMESTAMP_, INCIDENT_TYPE_, PROC_INST_ID_) VALUES ('i', 1, NOW(), 'failedJob', 'p-open')
            nothing stuck            | OPEN | INSERT INTO process_signals (signal_id, order_no, message, kept_at, tries) VALUES ('k', 'OPEN', 'Msg_PaymentSucceeded', NOW(), 0)
            nothing stuck            | OPEN | INSERT INTO process_starts (start_id, process_key, order_no, subject, subject_no, planned_at, tries, next_try_at) VALUES ('k', 'RefundProcess', 'OPEN', 'refundNo', 'R9', NOW(), 0, NOW())
            nothing stuck            | DEAD | UPDATE refunds SET status = 'UNKNOWN' WHERE refund_no = 'R1'
            events                   | DONE | UPDATE outbox_messages SET sequence = 6 WHERE order_no = 'DONE' AND sequence = 5
            events                   | outbox | UPDATE outbox_relays SET position = 8 WHERE name = 'rabbitmq'
            events                   | outbox | UPDATE outbox_messages SET stream_position = NULL WHERE order_no = 'OPEN'
            legal path               | DEAD | UPDATE outbox_messages SET type = 'order.completed.v1' WHERE order_no = 'DEAD' AND sequence = 2
            legal path               | OPEN | UPDATE outbox_messages SET type = 'order.paid.v1' WHERE order_no = 'OPEN'
            legal path               | DONE | UPDATE orders SET status = 'SHIPPED' WHERE order_no = 'DONE'
            accepted is kept         | s-DONE | UPDATE orders SET payable_fen = 4999 WHERE order_no = 'DONE'
            accepted is kept         | s-DONE | UPDATE orders SET shopper_id = 's-other' WHERE order_no = 'DONE'
            accepted is kept         | s-NOBODY | UPDATE orders SET shopper_id = 's-NOBODY' WHERE order_no = 'OPEN'
            accepted is kept         | s-DONE | UPDATE orders SET shopper_id = 's-DONE' WHERE order_no = 'DEAD'
            accepted is kept         | DONE | UPDATE orders SET received_at = NULL WHERE order_no = 'DONE'
            accepted is kept         | DONE | UPDATE shipments SET shipment_no = 'S2' WHERE shipment_no = 'S1'
            accepted is kept         | DONE | UPDATE payments SET order_no = 'OPEN' WHERE payment_no = 'PAID'
            accepted is kept         | DEAD | UPDATE orders SET status = 'PENDING_PAYMENT' WHERE order_no = 'DEAD'
            inbox                    | FORGED | INSERT INTO payment_notifications (channel, notification_id, payment_no, state, verdict, received_at) VALUES ('WECHAT_PAY', 'N2', 'FORGED', 'PAID', 'UNKNOWN_PAYMENT', NOW())
            inbox                    | WAIT | UPDATE payment_notifications SET payment_no = 'WAIT'
            """)
    void aWrongRowIsFound(String invariant, String subject, String change) {
        change(change);
        assertThat(violations(BOOKS)).anySatisfy(violation -> {
            assertThat(violation.invariant()).isEqualTo(invariant);
            assertThat(violation.subject()).isEqualTo(subject);
        });
    }

    @Test
    void moneyThatOnlyTheGatewayHasIsFound() {
        assertThat(violations(BOOKS.replace("NOTPAY", "SUCCESS")))
                .extracting(Violation::subject)
                .contains("OPEN");
        assertThat(violations(BOOKS.replace("\"PAID\"", "\"STRANGE\"")))
                .extracting(Violation::subject)
                .contains("STRANGE");
        assertThat(violations(BOOKS.replace("\"R1\"", "\"R2\"")))
                .extracting(Violation::subject)
                .contains("R1", "R2");
    }

    @Test
    void anEventThatIsMissingTooEarlyOrMadeUpIsFound() {
        Delivery paid = deliveries.remove(2);
        assertThat(violations(BOOKS)).extracting(Violation::subject).containsOnly("DONE");
        deliveries.add(4, paid);
        assertThat(violations(BOOKS)).extracting(Violation::invariant).containsOnly("events");
        deliveries.remove(paid);
        deliveries.remove(paid);
        deliveries.add(2, paid);
        assertThat(violations(BOOKS)).isEmpty();
        deliveries.add(new Delivery("OPEN-2", "OPEN", 2, "order.paid.v1"));
        assertThat(violations(BOOKS)).extracting(Violation::subject).containsOnly("OPEN");
        deliveries.remove(deliveries.size() - 1);
        deliveries.remove(deliveries.size() - 1);
        assertThat(violations(BOOKS)).extracting(Violation::subject).containsOnly("OPEN");
    }

    @Test
    void twoAnswersUnderOneKeyAndAStatusThatGoesBackAreFound() {
        calls.add(call(Operation.PLACE, "s-DONE", Outcome.OK, 201, "{\"orderNo\":\"OPEN\",\"payableFen\":5000}"));
        calls.add(call(Operation.READ, "DONE", Outcome.OK, 200, "{\"status\":\"PAID\"}"));
        assertThat(violations(BOOKS))
                .extracting(violation -> violation.invariant() + " " + violation.subject())
                .containsExactlyInAnyOrder("accepted is kept s-DONE", "legal path DONE");
    }

    @Test
    void aSentenceNamesTheInvariantTheOrderAndBothSides() {
        change("UPDATE payments SET amount_fen = 4999 WHERE payment_no = 'PAID'");
        assertThat(violations(BOOKS))
                .extracting(Violation::toString)
                .contains("[money] DONE: payment PAID is 4999 fen with us and 5000 fen at the gateway");
    }

    private List<Violation> violations(String books) {
        return new BooksChecker(DATABASE, json(books), NOW)
                .consumed(deliveries)
                .known(calls)
                .received(Map.of("SKU", 10))
                .violations();
    }

    private static void change(String sql) {
        SQL.execute("SET STATEMENT foreign_key_checks=0 FOR " + sql);
    }

    private static String order(
            String orderNo, String status, long paidFen, String receivedAt, String process, boolean payable) {
        return """
                INSERT INTO orders (order_no, shopper_id, status, payable, goods_fen, discount_fen, freight_fen, payable_fen,
                    paid_fen, refunded_fen, delivery_method, coupon_ids, placed_at, pay_before, received_at,
                    process_instance_id, version)
                VALUES ('%1$s', 's-%1$s', '%2$s', %6$s, 5000, 0, 0, 5000, %3$d, 0, 'EXPRESS', '', '2026-03-01 08:00:00',
                    '2026-03-01 08:30:00', %4$s, %5$s, 0)""".formatted(orderNo, status, paidFen, receivedAt, process, payable);
    }

    private static String line(String orderNo, int shipped) {
        return """
                INSERT INTO order_lines (order_no, line_no, sku_id, name, quantity, unit_price_fen, discount_fen, payable_fen,
                    shipped_quantity, refunded_fen)
                VALUES ('%s', 1, 'SKU', '茶', 2, 2500, 0, 5000, %d, 0)""".formatted(orderNo, shipped);
    }

    private static String exchange(String number, String status, String paidBy, long backFen) {
        return """
                INSERT INTO exchanges (after_sales_no, sku_id, name, quantity, unit_price_fen, status, top_up_fen, payable,
                    top_up_payment_no, top_up_back_fen)
                VALUES ('%s', 'NEW', '茶', 1, 2600, '%s', 100, FALSE, '%s', %d)""".formatted(number, status, paidBy, backFen);
    }

    private static String completedCase(String number) {
        return """
                INSERT INTO after_sales (after_sales_no, order_no, shopper_id, type, status, amount_fen, claimed, evidence,
                    requested_by, requested_at, status_since, version)
                VALUES ('%s', 'DONE', 's-DONE', 'EXCHANGE', 'COMPLETED', 2500, TRUE, '', 's-DONE', NOW(), NOW(), 0)""".formatted(number);
    }

    private static String topUp(String number, String afterSalesNo) {
        return """
                INSERT INTO payments (payment_no, order_no, top_up_of, channel, scene, status, amount_fen, opened_at,
                    expires_at, gateway_transaction_id, status_since, askings)
                VALUES ('%1$s', 'DONE', '%2$s', 'WECHAT_PAY', 'NATIVE', 'SUCCEEDED', 100, '2026-03-01 08:00:00',
                    '2026-03-02 08:00:00', 'T-%1$s', '2026-03-01 08:00:00', 0)""".formatted(number, afterSalesNo);
    }

    private static String payment(String number, String orderNo, String status, String transaction, String nextAsking) {
        return """
                INSERT INTO payments (payment_no, order_no, channel, scene, status, amount_fen, opened_at, expires_at,
                    gateway_transaction_id, status_since, askings, next_ask_at)
                VALUES ('%s', '%s', 'WECHAT_PAY', 'NATIVE', '%s', 5000, '2026-03-01 08:00:00', '2026-03-01 08:30:00', %s,
                    '2026-03-01 08:00:00', 0, %s)""".formatted(number, orderNo, status, transaction, nextAsking);
    }

    private static String event(String orderNo, int sequence, String type, int position) {
        return """
                INSERT INTO outbox_messages (order_no, sequence, type, actor, data, occurred_at, stream_position)
                VALUES ('%s', %d, '%s', 'system', '{"paymentNo":"LATE"}', NOW(), %d)""".formatted(orderNo, sequence, type, position);
    }

    private static String entry(String movement, String reference, String account, String orderNo, long amountFen) {
        return """
                INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen, happened_at, booked_at)
                VALUES ('%s', '%s', '%s', '%s', 'WECHAT_PAY', %d, NOW(), NOW())""".formatted(movement, reference, account, orderNo, amountFen);
    }

    private static String coupon(String couponId, String status, String orderNo) {
        return """
                INSERT INTO coupon_grants (coupon_id, template_id, shopper_id, status, order_no, valid_from, valid_until, granted_at)
                VALUES ('%s', 'T', 's', '%s', %s, NOW(), NOW(), NOW())""".formatted(couponId, status, orderNo);
    }

    private static Call call(Operation operation, String subject, Outcome outcome, int status, String body) {
        return new Call("client", operation, subject, outcome, status, json(body));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
