package io.orderloom.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * A row that a test holds locked, so that rivals line up behind it; they go on, first come first served, when it
 * is let go. A barrier without a clock.
 */
public final class HeldRow implements AutoCloseable {

    private final TestDatabase database;
    private final Connection connection;

    private HeldRow(TestDatabase database, String question, String key) {
        this.database = database;
        try {
            connection = DriverManager.getConnection(database.url(), database.username(), database.password());
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(question)) {
                lock.setString(1, key);
                if (!lock.executeQuery().next()) {
                    throw new IllegalStateException("There is no row to hold for " + key);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HeldRow ofOrder(TestDatabase database, String orderNo) {
        return new HeldRow(database, "SELECT 1 FROM orders WHERE order_no = ? FOR UPDATE", orderNo);
    }

    public static HeldRow ofStock(TestDatabase database, String skuId) {
        return new HeldRow(database, "SELECT 1 FROM stock WHERE sku_id = ? FOR UPDATE", skuId);
    }

    /** Waits until so many transactions stand behind a lock, this row's or one that a waiter holds. */
    public void awaitWaiting(int transactions) {
        Awaitility.await(transactions + " rivals behind the row")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                // MariaDB makes a new list only when nobody has looked at the last one for a tenth of a second.
                .pollInterval(Duration.ofMillis(150))
                .until(() -> Servers.lockWaits(database) >= transactions);
    }

    /** Lets the row go, so that the rivals run. */
    public void letGo() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
