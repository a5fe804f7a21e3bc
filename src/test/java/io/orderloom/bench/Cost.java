package io.orderloom.bench;

import io.orderloom.testing.MariaDbServer;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was spent since the beginning of time, or between two moments: CPU of this JVM and of a server, and
 * what the server counted.
 */
record Cost(double jvmCpuMillis, double serverCpuMillis, Map<String, Double> counted) {

    private static final Set<String> ASKED = Set.of(
            "Com_select",
            "Com_insert",
            "Com_insert_select",
            "Com_update",
            "Com_delete",
            "Com_delete_multi",
            "Com_commit",
            "Com_rollback",
            "Com_set_option",
            "Handler_write",
            "Handler_update",
            "Handler_delete",
            "Innodb_os_log_written");

    static Cost until(MariaDbServer server) {
        long jvm = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
        Duration database = server.processHandle().info().totalCpuDuration().orElseThrow();
        Map<String, Double> counted = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(server.administratorUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GLOBAL STATUS")) {
            while (rows.next()) {
                if (ASKED.contains(rows.getString(1))) {
                    counted.put(rows.getString(1), rows.getDouble(2));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new Cost(jvm / 1e6, database.toNanos() / 1e6, counted);
    }

    Cost since(Cost before) {
        Map<String, Double> difference = new LinkedHashMap<>();
        counted.forEach((name, value) -> difference.put(name, value - before.counted.getOrDefault(name, 0.0)));
        return new Cost(jvmCpuMillis - before.jvmCpuMillis, serverCpuMillis - before.serverCpuMillis, difference);
    }

    Cost each(double orders) {
        Map<String, Double> each = new LinkedHashMap<>();
        counted.forEach((name, value) -> each.put(name, value / orders));
        return new Cost(jvmCpuMillis / orders, serverCpuMillis / orders, each);
    }

    double cpuMillis() {
        return jvmCpuMillis + serverCpuMillis;
    }

    double statements() {
        return sum("Com_select", "Com_insert", "Com_insert_select", "Com_update", "Com_delete", "Com_delete_multi");
    }

    double commits() {
        return sum("Com_commit");
    }

    /** Round trips that move no data: ends of transactions that only read, and settings of the session. */
    double chatter() {
        return sum("Com_rollback", "Com_set_option");
    }

    double rowsWritten() {
        return sum("Handler_write", "Handler_update", "Handler_delete");
    }

    double redoKilobytes() {
        return sum("Innodb_os_log_written") / 1024;
    }

    private double sum(String... names) {
        double sum = 0;
        for (String name : names) {
            sum += counted.getOrDefault(name, 0.0);
        }
        return sum;
    }
}
