package io.orderloom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A private MariaDB in a temporary directory on a free port, gone with the JVM. */
public final class MariaDbServer {

    private static final String HOW_TO_GET =
            "No MariaDB: install it (apt-get install mariadb-server, or bin/verify does) or name one with"
                    + " ORDERLOOM_TEST_MARIADB_URL=jdbc:mariadb://host:port/?user=…&password=…";
    private static final String ADMINISTRATOR = "administrator";

    /** A test's data need not outlive a power cut; a killed server still keeps its commits. */
    private static final List<String> RELAXED = List.of(
            "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=128M", "--innodb-log-file-size=96M");

    private static final List<String> DURABLE = List.of(
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=ON",
            "--innodb-buffer-pool-size=1G",
            "--innodb-log-file-size=512M");

    private final Path directory = ServerProcess.directory("orderloom-mariadb");
    private final int port = Ports.free();
    private final String daemon = ServerProcess.program(
            HOW_TO_GET,
            List.of(
                    "/usr/sbin/mariadbd",
                    "/usr/local/sbin/mariadbd",
                    "/usr/bin/mariadbd",
                    "/opt/homebrew/bin/mariadbd"));
    private final List<String> settings;
    private ServerProcess process;

    private MariaDbServer(List<String> settings) {
        this.settings = settings;
        install();
        process = launch();
    }

    static MariaDbServer launchNew() {
        return new MariaDbServer(RELAXED);
    }

    /** A server for measurements: each commit is on the disk before it is answered, as in production. */
    public static MariaDbServer launchDurable() {
        return new MariaDbServer(DURABLE);
    }

    /** The server's process, for its CPU time. */
    public ProcessHandle processHandle() {
        try {
            String id = Files.readString(directory.resolve("pid")).strip();
            return ProcessHandle.of(Long.parseLong(id)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB does not run", e);
        }
    }

    /** An address from which databases and users can be made, and the server be asked about itself. */
    public String administratorUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/?user=" + ADMINISTRATOR + "&password=" + ADMINISTRATOR;
    }

    /** Ends the server properly; its data stay for {@link #start()}. */
    public void stop() {
        process.stop();
    }

    /** Ends the server as a crash would; its data stay for {@link #start()}. */
    public void kill() {
        process.kill();
    }

    /** Starts the server again on the same port with the same data. */
    public void start() {
        process = launch();
    }

    private void install() {
        String installer = ServerProcess.program(
                HOW_TO_GET,
                List.of(
                        "/usr/bin/mariadb-install-db",
                        "/usr/local/bin/mariadb-install-db",
                        "/usr/bin/mysql_install_db",
                        "/opt/homebrew/bin/mariadb-install-db"));
        Path log = directory.resolve("install.log");
        try {
            Files.writeString(
                    directory.resolve("init.sql"),
                    "CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%1$s';%nGRANT ALL ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;%n"
                            .formatted(ADMINISTRATOR));
            Process installation = new ProcessBuilder(
                            installer,
                            "--no-defaults",
                            "--datadir=" + data(),
                            // Servers that are installed side by side must not meet at each other's temporary tables.
                            "--tmpdir=" + directory,
                            "--user=" + System.getProperty("user.name"),
                            "--auth-root-authentication-method=normal",
                            "--skip-test-db")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!installation.waitFor(2, TimeUnit.MINUTES) || installation.exitValue() != 0) {
                throw new IllegalStateException(installer + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB could not be installed into " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while MariaDB was installed", e);
        }
    }

    private ServerProcess launch() {
        List<String> command = new ArrayList<>(List.of(
                daemon,
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data(),
                "--socket=" + directory.resolve("socket"),
                "--pid-file=" + directory.resolve("pid"),
                "--init-file=" + directory.resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--skip-log-bin",
                "--max-connections=500",
                // Five seconds, not the fifty of the default: a test that waits for a lock says so soon.
                "--innodb-lock-wait-timeout=5",
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_nopad_bin"));
        command.addAll(settings);
        return ServerProcess.start(command, "", Map.of(), directory.resolve("server.log"), this::answers);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(administratorUrl());
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }
}
