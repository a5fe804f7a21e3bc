package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Ports;
import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The whole service as production starts it: a process of its own, so that its exit code counts, on real
 * servers and without any vendor's account.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProductionStartTest {

    private static final String ADMINISTRATOR = "wang.min";
    private static final String PASSWORD = "Kettle-Harbour-41";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestDatabase database = Servers.mariaDb();
    private final String broker = Servers.rabbitMq();
    private final int port = Ports.free();
    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private final Path directory;

    ProductionStartTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aFirstStartNeedsAnAdministratorAndADatabaseThatNoDemoHasRunOn() throws Exception {
        assertThat(refusal()).contains("Nobody is an administrator yet, so nobody could create users or keys.");

        Process service = launch("--orderloom.admin.name=" + ADMINISTRATOR, "--orderloom.admin.password=" + PASSWORD);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !service.isAlive() || (Ports.accepts(port) && status("/actuator/health", "") == 200));
        assertThat(service.isAlive()).as(log()).isTrue();
        assertThat(status("/demo/v1/clock", "")).isIn(401, 404);
        assertThat(status("/api/v1/users", "")).isEqualTo(401);
        assertThat(status("/api/v1/users", "demo-admin:demo-admin")).isEqualTo(401);
        assertThat(status("/api/v1/users", ADMINISTRATOR + ":" + PASSWORD)).isEqualTo(200);
        assertThat(log()).doesNotContain(PASSWORD).doesNotContain(database.password());
        service.destroy();
        assertThat(service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        JdbcClient.create(new DriverManagerDataSource(database.url(), database.username(), database.password()))
                .sql("INSERT INTO api_keys (name, key_hash, role, created_by, created_at)"
                        + " VALUES ('shop', UNHEX(SHA2('demo-shop', 256)), 'SHOP', 'demo', UTC_TIMESTAMP(6))")
                .update();
        assertThat(refusal()).contains("The demo's key demo-shop exists in this database, and everyone knows it.");
    }

    /** What a start says that must fail. */
    private String refusal() throws Exception {
        Process service = launch();
        assertThat(service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).as(log()).isNotZero();
        return log();
    }

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // These processes live for seconds; the better compiler would not earn what it costs.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OrderloomApplication.class.getName(),
                "--server.port=" + port,
                "--orderloom.data-dir=" + directory,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--orderloom.rabbitmq.uri=" + broker,
                "--orderloom.personal-data.keys.k1=9vWm0m1rQd8yQ3v5b2k0o8sN1zE4hT7uXcJ6aLpGf3Y=",
                "--orderloom.personal-data.current-key=k1",
                "--orderloom.customer.openid-hash-key=bW1zJ8e2oQ0n5xV7cT4uKf9yR3hGa6dLwPqEi1sZkXM="));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logFile())
                .start();
        started.add(process);
        return process;
    }

    private int status(String path, String nameAndPassword) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!nameAndPassword.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private File logFile() {
        return directory.resolve("service.log").toFile();
    }

    private String log() throws IOException {
        return Files.readString(logFile().toPath());
    }
}
