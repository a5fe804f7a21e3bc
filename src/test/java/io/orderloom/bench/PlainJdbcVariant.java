package io.orderloom.bench;

import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What is left without an engine: the same rows of ours, written by hand in five commits, and one row of a
 * table of its own for each wait that a clock ends. Nothing is read that need not be.
 */
final class PlainJdbcVariant implements Variant {

    private static final String SEALED = "b:" + "x".repeat(200);
    private static final String PARAMETERS =
            "{\"package\":\"prepay_id=wx201410272009395522657a690389285100\",\"paySign\":\"" + "x".repeat(344) + "\"}";
    private static final String FACTS = "x".repeat(200);
    private static final long NUMBERING_MILLIS = 20;
    private static final int NUMBERING_BATCH = 200;

    private final MariaDbServer server;
    private final DataSource pool;
    private final BusinessNumbers numbers = new BusinessNumbers(Instant::now, "B1");
    private final AtomicLong shoppers = new AtomicLong();
    private volatile boolean awake;
    private final ScheduledExecutorService numbering = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plain-numbering");
        thread.setDaemon(true);
        return thread;
    });

    PlainJdbcVariant(BenchDatabase on) {
        server = on.server();
        pool = on.database().dataSource();
        inOneCommit(work -> work.write(
                "CREATE TABLE waits (order_no VARCHAR(32) NOT NULL, kind VARCHAR(16) NOT NULL, due_at DATETIME(6) NOT NULL,"
                        + " PRIMARY KEY (order_no, kind), INDEX waits_by_due (due_at))"));
        var unused = numbering.scheduleWithFixedDelay(
                this::number, NUMBERING_MILLIS, NUMBERING_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return "plain JDBC";
    }

    @Override
    public MariaDbServer server() {
        return server;
    }

    @Override
    public void wake() {
        awake = true;
    }

    @Override
    public void rest() {
        awake = false;
    }

    @Override
    public Way newOrder() {
        return new OrderWay("shopper-" + shoppers.incrementAndGet() % 1000);
    }

    /** Gives the events their place in the stream, as the product's outbox does. */
    private void number() {
        if (!awake) {
            return;
        }
        inOneCommit(work -> {
            long last = work.one("SELECT position FROM outbox_relays WHERE name = 'numbering' FOR UPDATE");
            long given = work.numberAfter(last);
            if (given > last) {
                work.write("UPDATE outbox_relays SET position = ? WHERE name = 'numbering'", given);
            }
        });
    }

    private interface Unit {
        void run(Work work) throws SQLException;
    }

    private void inOneCommit(Unit unit) {
        try (Connection connection = pool.getConnection()) {
            try {
                unit.run(new Work(connection));
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Work(Connection connection) {

        void write(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        }

        long one(String sql) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        void event(String orderNo, int sequence, String type, String data) throws SQLException {
            write(
                    "INSERT INTO outbox_messages (order_no, sequence, type, actor, data, occurred_at) VALUES (?, ?, ?, 'bench', ?, ?)",
                    orderNo,
                    sequence,
                    type,
                    data,
                    now());
        }

        void note(String orderNo, int after, String kind) throws SQLException {
            write(
                    "INSERT INTO timeline_entries (order_no, after_sequence, noted_at, kind, actor, arguments) VALUES (?, ?, ?, ?, 'bench', '[]')",
                    orderNo,
                    after,
                    now(),
                    kind);
        }

        void message(String moment, String subject, String orderNo) throws SQLException {
            write(
                    "INSERT INTO shopper_messages (message_id, moment, subject, order_no, told_values, since, tries, next_try_at) VALUES (?, ?, ?, ?, '{}', ?, 0, ?)",
                    subject,
                    moment,
                    subject,
                    orderNo,
                    now(),
                    now());
        }

        void messageSent(String moment, String subject) throws SQLException {
            write("DELETE FROM shopper_messages WHERE moment = ? AND subject = ?", moment, subject);
        }

        long numberAfter(long last) throws SQLException {
            long position = last;
            try (PreparedStatement unnumbered = connection.prepareStatement(
                            "SELECT order_no, sequence FROM outbox_messages WHERE stream_position IS NULL ORDER BY order_no, sequence LIMIT "
                                    + NUMBERING_BATCH);
                    PreparedStatement give = connection.prepareStatement(
                            "UPDATE outbox_messages SET stream_position = ? WHERE order_no = ? AND sequence = ?");
                    ResultSet events = unnumbered.executeQuery()) {
                while (events.next()) {
                    give.setLong(1, ++position);
                    give.setString(2, events.getString(1));
                    give.setLong(3, events.getLong(2));
                    give.addBatch();
                }
                if (position > last) {
                    give.executeBatch();
                }
            }
            return position;
        }
    }

    private static LocalDateTime now() {
        return LocalDateTime.now(ZoneOffset.UTC);
    }

    private final class OrderWay implements Way {

        private final String shopper;
        private final List<SkuId> skus = Goods.pair(Goods.nextPair());
        private String orderNo = "";
        private String paymentNo = "";
        private String shipmentNo = "";

        OrderWay(String shopper) {
            this.shopper = shopper;
        }

        @Override
        public boolean ready(Step step) {
            return true;
        }

        @Override
        public void take(Step step) {
            switch (step) {
                case PLACE -> {
                    orderNo = numbers.next();
                    inOneCommit(this::place);
                }
                case OPEN_PAYMENT -> {
                    paymentNo = numbers.next();
                    inOneCommit(this::openPayment);
                }
                case PAID -> inOneCommit(this::paid);
                case SHIP -> {
                    shipmentNo = numbers.next();
                    inOneCommit(this::ship);
                }
                case SIGNED -> {
                    // written with the receipt, as the fifth commit
                }
                case RECEIPT -> inOneCommit(this::signedAndReceived);
            }
        }

        private void place(Work work) throws SQLException {
            LocalDateTime now = now();
            work.write("""
                    INSERT INTO orders (order_no, shopper_id, status, payable, goods_fen, discount_fen, freight_fen, payable_fen,
                        paid_fen, refunded_fen, delivery_method, shipping_address_sealed, coupon_ids, placed_at, pay_before, version)
                    VALUES (?, ?, 'PENDING_PAYMENT', TRUE, 24801, 0, 600, ?, 0, 0, 'EXPRESS', ?, '', ?, ?, 0)""", orderNo, shopper, Goods.PAYABLE_FEN, SEALED, now, now.plusMinutes(30));
            work.write("""
                    INSERT INTO order_lines (order_no, line_no, sku_id, name, quantity, unit_price_fen, discount_fen, payable_fen,
                        shipped_quantity, refunded_fen)
                    VALUES (?, 1, ?, '测试商品', 2, 9900, 0, 19800, 0, 0), (?, 2, ?, '测试商品', 1, 5001, 0, 5001, 0, 0)""", orderNo, skus.get(0).value(), orderNo, skus.get(1).value());
            hold(work, 0, 2);
            hold(work, 1, 1);
            work.write(
                    "INSERT INTO stock_reservations (order_no, sku_id, quantity, status) VALUES (?, ?, 2, 'RESERVED'), (?, ?, 1, 'RESERVED')",
                    orderNo,
                    skus.get(0).value(),
                    orderNo,
                    skus.get(1).value());
            work.write(
                    "INSERT INTO risk_verdicts (verdict_no, shopper_id, judged_at, order_no, verdict, reasons, facts, table_version, address_mark) VALUES (?, ?, ?, ?, 'ACCEPT', '', ?, 1, ?)",
                    orderNo,
                    shopper,
                    now,
                    orderNo,
                    FACTS,
                    orderNo);
            work.event(orderNo, 1, "order.placed.v1", "{\"orderNo\":\"" + orderNo + "\"}");
            work.write("INSERT INTO waits VALUES (?, 'PAYMENT', ?)", orderNo, now.plusMinutes(30));
        }

        private void hold(Work work, int sku, int quantity) throws SQLException {
            work.write(
                    "UPDATE stock SET reserved = reserved + ? WHERE sku_id = ? AND on_hand - reserved >= ?",
                    quantity,
                    skus.get(sku).value(),
                    quantity);
        }

        private void openPayment(Work work) throws SQLException {
            LocalDateTime now = now();
            work.write(
                    """
                    INSERT INTO payments (payment_no, order_no, channel, scene, status, amount_fen, payer_id_sealed, opened_at,
                        expires_at, client_params, status_since, askings, next_ask_at)
                    VALUES (?, ?, 'WECHAT_PAY', 'MINI_PROGRAM', 'PENDING', ?, ?, ?, ?, ?, ?, 0, ?)""",
                    paymentNo,
                    orderNo,
                    Goods.PAYABLE_FEN,
                    SEALED,
                    now,
                    now.plusMinutes(30),
                    PARAMETERS,
                    now,
                    now.plusSeconds(30));
            work.note(orderNo, 1, "payment.opened");
        }

        private void paid(Work work) throws SQLException {
            LocalDateTime now = now();
            work.write(
                    "INSERT INTO payment_notifications (channel, notification_id, payment_no, state, amount_fen, currency, verdict, received_at) VALUES ('WECHAT_PAY', ?, ?, 'PAID', ?, 'CNY', 'TAKEN', ?)",
                    "N" + paymentNo,
                    paymentNo,
                    Goods.PAYABLE_FEN,
                    now);
            work.write(
                    "UPDATE orders SET status = 'PAID', paid_fen = ?, payable = FALSE, version = version + 1 WHERE order_no = ? AND status = 'PENDING_PAYMENT'",
                    Goods.PAYABLE_FEN,
                    orderNo);
            work.write(
                    "UPDATE payments SET status = 'SUCCEEDED', gateway_transaction_id = ?, paid_at = ?, status_since = ?, next_ask_at = NULL WHERE payment_no = ? AND status <> 'SUCCEEDED'",
                    "42" + paymentNo,
                    now,
                    now,
                    paymentNo);
            work.event(orderNo, 2, "order.paid.v1", "{\"orderNo\":\"" + orderNo + "\"}");
            work.write(
                    "INSERT INTO ledger_entries (movement, reference_no, account, order_no, channel, amount_fen, happened_at, booked_at) VALUES ('CHARGED', ?, 'GATEWAY', ?, 'WECHAT_PAY', ?, ?, ?), ('CHARGED', ?, 'ORDERS', ?, 'WECHAT_PAY', ?, ?, ?)",
                    paymentNo,
                    orderNo,
                    Goods.PAYABLE_FEN,
                    now,
                    now,
                    paymentNo,
                    orderNo,
                    -Goods.PAYABLE_FEN,
                    now,
                    now);
            work.write(
                    "INSERT INTO fulfilments (order_no, process_instance_id, handed_over_at) VALUES (?, '-', ?)",
                    orderNo,
                    now);
            work.message("PAID", paymentNo, orderNo);
            work.note(orderNo, 2, "fulfilment.started");
            work.write("DELETE FROM waits WHERE order_no = ? AND kind = 'PAYMENT'", orderNo);
        }

        private void ship(Work work) throws SQLException {
            LocalDateTime now = now();
            work.write(
                    "UPDATE orders SET status = 'SHIPPED', version = version + 1 WHERE order_no = ? AND status = 'PAID'",
                    orderNo);
            work.write(
                    "INSERT INTO shipments (shipment_no, order_no, carrier, tracking_no, status, shipped_at) VALUES (?, ?, 'SF', ?, 'SHIPPED', ?)",
                    shipmentNo,
                    orderNo,
                    "SF" + orderNo,
                    now);
            work.write(
                    "INSERT INTO shipment_items (shipment_no, line_no, quantity) VALUES (?, 1, 2), (?, 2, 1)",
                    shipmentNo,
                    shipmentNo);
            work.write("UPDATE order_lines SET shipped_quantity = quantity WHERE order_no = ?", orderNo);
            work.write("UPDATE stock_reservations SET shipped = quantity WHERE order_no = ?", orderNo);
            takeOff(work, 0, 2);
            takeOff(work, 1, 1);
            work.event(orderNo, 3, "order.shipped.v1", "{\"orderNo\":\"" + orderNo + "\"}");
            work.note(orderNo, 3, "tracking.subscribed");
            work.note(orderNo, 3, "shipping.reported");
            work.messageSent("PAID", paymentNo);
            work.message("SHIPPED", shipmentNo, orderNo);
            work.write("INSERT INTO waits VALUES (?, 'CARRIER', ?)", orderNo, now.plusHours(12));
        }

        private void takeOff(Work work, int sku, int quantity) throws SQLException {
            work.write(
                    "UPDATE stock SET on_hand = on_hand - ?, reserved = reserved - ? WHERE sku_id = ?",
                    quantity,
                    quantity,
                    skus.get(sku).value());
        }

        private void signedAndReceived(Work work) throws SQLException {
            LocalDateTime now = now();
            work.write(
                    "UPDATE orders SET status = 'COMPLETED', received_at = ?, version = version + 3 WHERE order_no = ?",
                    now,
                    orderNo);
            work.write(
                    "INSERT INTO tracking_events (shipment_no, happened_at, state, text) VALUES (?, ?, 'SIGNED', '已签收')",
                    shipmentNo,
                    now);
            work.write("UPDATE fulfilments SET receipt_reminded_at = ? WHERE order_no = ?", now, orderNo);
            work.messageSent("SHIPPED", shipmentNo);
            work.write("UPDATE shipments SET status = 'SIGNED', signed_at = ? WHERE shipment_no = ?", now, shipmentNo);
            work.note(orderNo, 3, "parcel.signed");
            work.event(orderNo, 4, "order.delivered.v1", "{\"orderNo\":\"" + orderNo + "\"}");
            work.note(orderNo, 4, "order.received");
            work.event(orderNo, 5, "order.completed.v1", "{\"orderNo\":\"" + orderNo + "\"}");
            work.write("DELETE FROM waits WHERE order_no = ? AND kind = 'CARRIER'", orderNo);
        }
    }
}
