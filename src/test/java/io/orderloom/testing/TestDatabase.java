package io.orderloom.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A database of its own for one test, with a user that sees nothing else.
 *
 * @param url the JDBC address with the parameters the service runs with, without the credentials
 * @param username the user that owns the database
 * @param password that user's password
 */
public record TestDatabase(String url, String username, String password) {

    /** A pool as the service has it: READ COMMITTED, no auto-commit. The JVM's end closes it. */
    public DataSource dataSource() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(username);
        config.setPassword(password);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(3_000);
        return new HikariDataSource(config);
    }

    /** The port on this machine at which its server listens. */
    public int port() {
        return address().getPort();
    }

    /** The same database, called by another port of this machine. */
    public TestDatabase by(int port) {
        return new TestDatabase(url.replaceFirst(":" + port() + "/", ":" + port + "/"), username, password);
    }

    private URI address() {
        return URI.create(url.substring("jdbc:".length()));
    }

    /** Writes behind the service's back, and commits; each {@code ?} is one of the values. */
    public void write(String statement, Object... values) {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                PreparedStatement written = connection.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                written.setObject(i + 1, values[i]);
            }
            written.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** The same pool after every migration of the service has run. */
    public DataSource migratedDataSource() {
        Flyway.configure()
                .dataSource(url, username, password)
                .locations("classpath:db/migration/common", "classpath:db/migration/mariadb")
                .failOnMissingLocations(false)
                .placeholderReplacement(false)
                .load()
                .migrate();
        return dataSource();
    }

    @Override
    public String toString() {
        return url;
    }
}
