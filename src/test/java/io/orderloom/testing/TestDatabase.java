package io.orderloom.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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
        return new HikariDataSource(config);
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
