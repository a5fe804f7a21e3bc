package io.orderloom.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.util.FileSystemUtils;

/**
 * A server of another make as a child of this JVM. It runs in a process group of its own beside a
 * shell that reads from us: one line asks the server to end properly, and the end of the stream kills the
 * whole group. So nothing is left over, not even when this JVM is killed.
 */
final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);

    /** Arguments: the companion's command (may be empty) as one word, then the server's command. */
    private static final String WATCH = """
            exec 3<&0
            companion=$1; shift
            if [ -n "$companion" ]; then $companion </dev/null 3<&- & fi
            "$@" </dev/null 3<&- &
            server=$!
            (read -r order <&3 && kill -TERM $server; cat <&3 >/dev/null; kill -KILL -$$) &
            wait $server
            kill -KILL -$$
            """;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the command and returns when the server is ready.
     *
     * @param companion a helper process that lives and dies with the server, or an empty text
     * @throws IllegalStateException with the end of the log when it is not ready in time
     */
    static ServerProcess start(
            List<String> command, String companion, Map<String, String> environment, Path log, BooleanSupplier ready) {
        List<String> watched = new ArrayList<>(List.of("setsid", "sh", "-c", WATCH, "server", companion));
        watched.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(watched)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            ServerProcess server = new ServerProcess(builder.start(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill, "kill " + command.get(0)));
            server.awaitReady(ready, command.get(0));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command.get(0), e);
        }
    }

    private void awaitReady(BooleanSupplier ready, String name) {
        try {
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || ready.getAsBoolean());
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(name + " was not ready in time: " + endOfLog(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended while it started: " + endOfLog());
        }
    }

    /** CPU of the server with its companions since they began, without the shell's helpers that are gone. */
    Duration cpu() {
        return process.descendants()
                .flatMap(descendant -> descendant.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the server to end properly and waits until it has. */
    void stop() {
        try {
            OutputStream orders = process.getOutputStream();
            orders.write("stop\n".getBytes(StandardCharsets.US_ASCII));
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The server had already ended", e);
        }
        awaitEnd();
    }

    /** Kills the server as a crash would and waits until it is gone. */
    void kill() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The server did not end: " + endOfLog());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server ended", e);
        }
    }

    private String endOfLog() {
        try {
            String text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - 2000));
        } catch (IOException e) {
            return "no log at " + log;
        }
    }

    /** A directory in the temporary directory that is deleted with the JVM. */
    static Path directory(String prefix) {
        try {
            Path directory = Files.createTempDirectory(prefix);
            Runtime.getRuntime().addShutdownHook(new DirectoryRemoval(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory", e);
        }
    }

    /** The first of these programs that exists and may be run, or the sentence that says how to get it. */
    static String program(String howToGet, List<String> places) {
        return places.stream()
                .filter(place -> new File(place).canExecute())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(howToGet));
    }

    /** Removes a server's directory once its process is gone; hooks run side by side, so it tries again. */
    private static final class DirectoryRemoval extends Thread {

        private static final int TRIES = 50;

        private final Path directory;

        DirectoryRemoval(Path directory) {
            super("remove " + directory);
            this.directory = directory;
        }

        @Override
        public void run() {
            for (int tries = 0; tries < TRIES && !removed(); tries++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }

        private boolean removed() {
            try {
                FileSystemUtils.deleteRecursively(directory);
                return true;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
