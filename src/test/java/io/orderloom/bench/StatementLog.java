package io.orderloom.bench;

import io.orderloom.testing.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a server was asked while its general log was on. Slows the server down, so it is never on while times are taken. */
final class StatementLog implements AutoCloseable {

    private static final Pattern ENGINES = Pattern.compile("\\bACT_(GE|RE|RU|HI|ID)_", Pattern.CASE_INSENSITIVE);
    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]|\\\\.|'')*'|\\b\\d+(\\.\\d+)?\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Connection connection;

    StatementLog(MariaDbServer server) {
        try {
            connection = DriverManager.getConnection(server.administratorUrl());
            execute("SET GLOBAL log_output = 'TABLE'");
            execute("TRUNCATE mysql.general_log");
            execute("SET GLOBAL general_log = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The statements that read or write, by their text without values; on the engine's tables or on ours.
     *
     * @param engines how often each on the engine's tables
     * @param ours how often each on ours
     */
    record Asked(Map<String, Integer> engines, Map<String, Integer> ours) {

        int engineStatements() {
            return engines.values().stream().mapToInt(Integer::intValue).sum();
        }

        int ourStatements() {
            return ours.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Ends the log and tells what was in it. */
    Asked end() {
        Map<String, Integer> engines = new TreeMap<>();
        Map<String, Integer> ours = new TreeMap<>();
        try {
            execute("SET GLOBAL general_log = 0");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')")) {
                while (rows.next()) {
                    String text =
                            SPACE.matcher(rows.getString(1)).replaceAll(" ").strip();
                    String verb = text.substring(0, Math.min(6, text.length())).toLowerCase(Locale.ROOT);
                    if (verb.equals("select")
                            || verb.equals("insert")
                            || verb.equals("update")
                            || verb.equals("delete")) {
                        String shape = LITERAL.matcher(text).replaceAll("?");
                        (ENGINES.matcher(text).find() ? engines : ours).merge(shape, 1, Integer::sum);
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Asked(engines, ours);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
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
