package io.orderloom.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real servers that tests run on. Each is the one an environment variable names, else a private one
 * from this machine's binaries, started once per JVM when first asked for; a machine without them gets one
 * line that says how to get them, never a skipped test.
 */
public final class Servers {

    private static final String MARIADB_VARIABLE = "ORDERLOOM_TEST_MARIADB_URL";
    private static final String RABBITMQ_VARIABLE = "ORDERLOOM_TEST_RABBITMQ_URI";

    /** What the service is documented to connect with; without the first, the engine sees other databases' tables. */
    private static final String PARAMETERS = "nullDatabaseMeansCurrent=true&useServerPrepStmts=true"
            + "&cachePrepStmts=true&prepStmtCacheSize=500&prepStmtCacheSqlLimit=4096&useBulkStmts=false";

    /** What tests hold that stop the private servers, or need one that nobody stops, as a {@code ResourceLock}. */
    public static final String THAT_MAY_STOP = "servers that may stop";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Servers() {}

    /** A fresh, empty database, named after the class that asks; a second call gives a second one. */
    public static TestDatabase mariaDb() {
        String caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass()
                .getSimpleName();
        String name = "%s_%d_%d"
                .formatted(
                        caller.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT),
                        ProcessHandle.current().pid(),
                        DATABASES.incrementAndGet());
        return freshDatabase(administratorUrl(), name);
    }

    /** The AMQP address of a broker; a virtual host of one's own on a private broker, shared on a given one. */
    public static String rabbitMq() {
        String given = System.getenv(RABBITMQ_VARIABLE);
        return given == null || given.isBlank() ? SharedRabbitMq.SERVER.freshUri() : given;
    }

    /**
     * A private broker that may be stopped, killed and started, apart from the one {@link #rabbitMq()}
     * gives, so that an outage meets only the test that wants it. Leave it running.
     */
    public static RabbitMqServer rabbitMqServer() {
        return OutageRabbitMq.SERVER;
    }

    /** A private MariaDB that may be stopped, killed and started. Leave it running. */
    public static MariaDbServer mariaDbServer() {
        return OutageMariaDb.SERVER;
    }

    /** A fresh database on that server. */
    public static TestDatabase mariaDb(MariaDbServer server) {
        return freshDatabase(server.administratorUrl(), "private_" + DATABASES.incrementAndGet());
    }

    /** How many transactions of a database from {@link #mariaDb()} wait for a lock at this moment. */
    public static int lockWaits(TestDatabase database) {
        try (Connection connection = DriverManager.getConnection(administratorUrl());
                PreparedStatement question = connection.prepareStatement("""
                        SELECT COUNT(*) FROM information_schema.innodb_trx t
                        JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id
                        WHERE t.trx_state = 'LOCK WAIT' AND p.user = ?""")) {
            question.setString(1, database.username());
            try (ResultSet answer = question.executeQuery()) {
                answer.next();
                return answer.getInt(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The server does not tell who waits", e);
        }
    }

    /** What one transaction of a database wrote before it was committed. */
    public record Commit(List<String> statements) {

        public Commit {
            statements = List.copyOf(statements);
        }

        /** Whether one of its statements has this in it. The values of most are not told. */
        public boolean did(String text) {
            return statements.stream().anyMatch(statement -> statement.contains(text));
        }
    }

    /**
     * The commits of a database from {@link #mariaDb()} that wrote while something was done, in their order. The
     * server writes down every statement meanwhile, which makes it slow.
     */
    public static List<Commit> commitsDuring(TestDatabase database, Runnable work) {
        try (Connection connection = DriverManager.getConnection(administratorUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL log_output = 'TABLE'");
            statement.execute("TRUNCATE mysql.general_log");
            statement.execute("SET GLOBAL general_log = 1");
            try {
                work.run();
            } finally {
                statement.execute("SET GLOBAL general_log = 0");
            }
            return commits(statement, database.username());
        } catch (SQLException e) {
            throw new IllegalStateException("The server does not tell what it was asked", e);
        }
    }

    private static List<Commit> commits(Statement statement, String username) throws SQLException {
        Map<Long, List<String>> running = new HashMap<>();
        List<Commit> commits = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT thread_id, argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')"
                        + " AND user_host LIKE '" + username + "[%' ORDER BY event_time")) {
            while (rows.next()) {
                String text = rows.getString(2).replaceAll("\\s+", " ").strip();
                List<String> asked = running.computeIfAbsent(rows.getLong(1), thread -> new ArrayList<>());
                String verb = text.substring(0, Math.min(6, text.length())).toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "COMMIT", "ROLLBA" -> {
                        if (!asked.isEmpty() && verb.equals("COMMIT")) {
                            commits.add(new Commit(asked));
                        }
                        asked.clear();
                    }
                    // SET STATEMENT … FOR, before a statement that is to wait less long than the others
                    case "INSERT", "UPDATE", "DELETE", "SET ST" -> asked.add(text);
                    default -> {}
                }
            }
        }
        return commits;
    }

    private static String administratorUrl() {
        String given = System.getenv(MARIADB_VARIABLE);
        return given == null || given.isBlank() ? SharedMariaDb.SERVER.administratorUrl() : given;
    }

    private static TestDatabase freshDatabase(String administratorUrl, String name) {
        // Grants take patterns; an unescaped underscore would match any character.
        String pattern = name.replace("_", "\\_");
        String user = "u" + name.substring(name.indexOf('_'));
        String password = user + "-Zk4qP9xW";
        try (Connection connection = DriverManager.getConnection(administratorUrl);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS `" + name + "`");
            statement.execute("CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin");
            statement.execute("CREATE OR REPLACE USER '" + user + "'@'%' IDENTIFIED BY '" + password + "'");
            statement.execute("GRANT ALL ON `" + pattern + "`.* TO '" + user + "'@'%'");
        } catch (SQLException e) {
            throw new IllegalStateException("No fresh database on " + withoutCredentials(administratorUrl), e);
        }
        return new TestDatabase(databaseUrl(administratorUrl, name), user, password);
    }

    /** Host and port stay, the database is exchanged, and the administrator's parameters are dropped. */
    static String databaseUrl(String administratorUrl, String database) {
        String base = withoutCredentials(administratorUrl);
        int slash = base.indexOf('/', base.indexOf("//") + 2);
        return (slash < 0 ? base : base.substring(0, slash)) + "/" + database + "?" + PARAMETERS;
    }

    private static String withoutCredentials(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static final class SharedMariaDb {
        static final MariaDbServer SERVER = MariaDbServer.launchNew();
    }

    private static final class OutageMariaDb {
        static final MariaDbServer SERVER = MariaDbServer.launchNew();
    }

    private static final class SharedRabbitMq {
        static final RabbitMqServer SERVER = RabbitMqServer.launchNew();
    }

    private static final class OutageRabbitMq {
        static final RabbitMqServer SERVER = RabbitMqServer.launchNew();
    }
}
