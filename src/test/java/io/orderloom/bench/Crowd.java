package io.orderloom.bench;

import io.orderloom.shared.OrderNo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/**
 * Fills a database with orders that wait for their payment: a few are placed, and every row that was
 * written for one of them, ours and the engine's, is copied under other ids.
 */
final class Crowd {

    private static final int TEMPLATES = 100;
    private static final int MARK_LENGTH = 6;
    private static final int FEW_PAGES = 100;

    /** Beyond what the end of an id can be by itself: one made of a hardware address may well end in 000001. */
    private static final int FIRST_MARK = 100_000;

    private final ServiceVariant variant;
    private final String database;

    Crowd(ServiceVariant variant) {
        this.variant = variant;
        String url = variant.database().url();
        this.database = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
    }

    /** Adds so many waiting orders, whose windows end in a day. */
    void add(int number) {
        List<OrderNo> templates = new ArrayList<>();
        for (int pair = 0; pair < TEMPLATES; pair++) {
            templates.add(variant.place(pair % Goods.PAIRS));
        }
        try (Connection connection = administrator()) {
            execute(connection, "SET GLOBAL innodb_flush_log_at_trx_commit = 2");
            execute(connection, "SET SESSION foreign_key_checks = 0");
            connection.setAutoCommit(false);
            int each = number / TEMPLATES;
            for (int i = 0; i < templates.size(); i++) {
                copy(connection, templates.get(i).value(), FIRST_MARK + i * each + 1, FIRST_MARK + (i + 1) * each);
                connection.commit();
            }
            execute(
                    connection,
                    "UPDATE stock SET reserved = reserved + " + 2L * each + " WHERE sku_id LIKE 'BENCH-A-%'");
            execute(connection, "UPDATE stock SET reserved = reserved + " + each + " WHERE sku_id LIKE 'BENCH-B-%'");
            connection.commit();
            connection.setAutoCommit(true);
            for (String table :
                    List.of("orders", "ACT_RU_EXECUTION", "ACT_RU_JOB", "ACT_RU_EVENT_SUBSCR", "ACT_RU_VARIABLE")) {
                execute(connection, "ANALYZE TABLE " + table);
            }
            execute(connection, "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
            settle(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has the server write out what was added, which it would otherwise do while others are measured. */
    private static void settle(Connection connection) throws SQLException {
        // With what the server thinks a disk can take by default this takes minutes.
        execute(connection, "SET GLOBAL innodb_io_capacity = 2000");
        execute(connection, "SET GLOBAL innodb_max_dirty_pages_pct = 0");
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> dirtyPages(connection) < FEW_PAGES);
        execute(connection, "SET GLOBAL innodb_max_dirty_pages_pct = 90");
        execute(connection, "SET GLOBAL innodb_io_capacity = 200");
    }

    private static long dirtyPages(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")) {
            row.next();
            return row.getLong(2);
        }
    }

    /** Lets the windows of all added orders end now. */
    void allWindowsEnd() {
        try (Connection connection = administrator()) {
            execute(
                    connection,
                    "UPDATE ACT_RU_JOB SET DUEDATE_ = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE HANDLER_CFG_ LIKE '%PaymentWindowElapsed%'"
                            + " AND DUEDATE_ > UTC_TIMESTAMP(3) + INTERVAL 2 HOUR");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until none of the added orders waits any more; asks often, so it neither reads them all nor connects anew. */
    void awaitEnd(Duration atMost) {
        try (Connection connection = administrator()) {
            Awaitility.await()
                    .atMost(atMost)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !someWait(connection));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean someWait(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT 1 FROM orders FORCE INDEX (orders_by_status) WHERE status = 'PENDING_PAYMENT'"
                                + " AND pay_before > UTC_TIMESTAMP() + INTERVAL 2 HOUR LIMIT 1")) {
            return row.next();
        }
    }

    private Connection administrator() throws SQLException {
        String url = variant.server().administratorUrl();
        return DriverManager.getConnection(url.replace("/?", "/" + database + "?"));
    }

    private void copy(Connection connection, String orderNo, int from, int to) throws SQLException {
        String instance = one(connection, "SELECT process_instance_id FROM orders WHERE order_no = '" + orderNo + "'");
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        for (String[] place : places(connection)) {
            String value = place[1].equals("order_no") ? orderNo : instance;
            rows.put(place[0], rows(connection, place[0], place[1], value));
        }
        Set<Object> ids = new TreeSet<>(List.of(orderNo, instance));
        rows.forEach((table, found) -> {
            if (table.startsWith("ACT_")) {
                found.forEach(
                        row -> List.of("ID_", "EXECUTION_ID_", "ACT_INST_ID_").forEach(column -> {
                            if (row.get(column) instanceof String id) {
                                ids.add(id);
                            }
                        }));
            }
        });
        rows.getOrDefault("risk_verdicts", List.of())
                .forEach(row -> ids.add(Objects.requireNonNull(row.get("verdict_no"))));
        long position = Long.parseLong(
                one(connection, "SELECT position FROM outbox_relays WHERE name = 'numbering' FOR UPDATE"));
        for (Map.Entry<String, List<Map<String, Object>>> table : rows.entrySet()) {
            for (Map<String, Object> row : table.getValue()) {
                insert(connection, table.getKey(), row, ids, position, from, to);
            }
        }
        execute(
                connection,
                "UPDATE outbox_relays SET position = " + (position + to - from + 1) + " WHERE name = 'numbering'");
    }

    /** Every table that holds rows of an order or of a process instance, with the column that says so. */
    private List<String[]> places(Connection connection) throws SQLException {
        List<String[]> places = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ?
                  AND (column_name = 'order_no' OR (table_name LIKE 'ACT\\_%' AND column_name IN ('PROC_INST_ID_', 'PROCESS_INSTANCE_ID_')))
                ORDER BY table_name""")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    places.add(new String[] {rows.getString(1), rows.getString(2)});
                }
            }
        }
        return places;
    }

    private static List<Map<String, Object>> rows(Connection connection, String table, String column, String value)
            throws SQLException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM " + table + " WHERE " + column + " = ?")) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        Object cell = rows.getObject(i);
                        if (cell != null && !columns.isAutoIncrement(i)) {
                            row.put(columns.getColumnName(i), cell);
                        }
                    }
                    found.add(row);
                }
            }
        }
        return found;
    }

    /** One row becomes many: ids end in the copy's number, an event's place in the stream is a new one. */
    private static void insert(
            Connection connection,
            String table,
            Map<String, Object> row,
            Set<Object> ids,
            long position,
            int from,
            int to)
            throws SQLException {
        List<String> expressions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        row.forEach((column, value) -> {
            if (column.equals("stream_position")) {
                expressions.add((position - from + 1) + " + seq");
            } else if (column.equals("DUEDATE_") || column.equals("pay_before")) {
                expressions.add("UTC_TIMESTAMP(3) + INTERVAL 1 DAY");
            } else if (value instanceof String text && ids.contains(text)) {
                expressions.add("CONCAT(?, LPAD(seq, " + MARK_LENGTH + ", '0'))");
                values.add(text.substring(0, text.length() - MARK_LENGTH));
            } else {
                expressions.add("?");
                values.add(value);
            }
        });
        if (table.equals("outbox_messages") && !row.containsKey("stream_position")) {
            row.put("stream_position", 0);
            expressions.add((position - from + 1) + " + seq");
        }
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + table + " ("
                + String.join(", ", row.keySet()) + ") SELECT " + String.join(", ", expressions) + " FROM seq_" + from
                + "_to_" + to)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.executeUpdate();
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNull(row.getString(1));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
