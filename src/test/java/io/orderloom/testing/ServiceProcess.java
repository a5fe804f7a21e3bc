package io.orderloom.testing;

import io.orderloom.OrderloomApplication;
import io.orderloom.sandbox.SandboxMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The whole service in a JVM of its own that may die and start again on the same data, and the sandbox in
 * another one that outlives it, so that the gateways' books and notifications do not share its fate. In demo
 * mode, so that its clock can be moved; the sandbox's own clock stays where it is unless it is moved too.
 */
public final class ServiceProcess implements ServiceUnderTest, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration END_LIMIT = Duration.ofMinutes(1);

    /** Where to look when a test fails. */
    private static final Path LOGS = Path.of("target");

    /** A light compiler and collector: these JVMs live for seconds. */
    private static final List<String> SMALL =
            List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC");

    private final String name;
    private final TestDatabase database;
    private final Path data;
    private final Path agentDirectory;
    private final List<String> options;
    private final List<String> arguments;
    private final int port = Ports.free();
    private final int sandboxPort = Ports.free();
    private final JavaProcess sandbox;
    private @Nullable JavaProcess service;
    private volatile HttpClient client = HttpClient.newHttpClient();

    /**
     * Starts the sandbox; the service waits for {@link #start()}.
     *
     * @param name of its log files
     * @param broker the address of the broker, with a virtual host of its own
     * @param points at which it may crash, as {@link CrashAgent} writes them
     * @param more settings, as arguments of the command line
     */
    public ServiceProcess(String name, TestDatabase database, String broker, List<String> points, String... more) {
        this.name = name;
        this.database = database;
        Path directory = ServerProcess.directory("orderloom-" + name);
        data = directory.resolve("data");
        agentDirectory = directory.resolve("agent");
        options = new ArrayList<>(SMALL);
        options.add(CrashAgent.install(agentDirectory, points));
        Path settings = directory.resolve("gateways.properties");
        List<String> sandboxArguments =
                List.of("--port=" + sandboxPort, "--data-directory=" + directory.resolve("sandbox"));
        writeGatewaySettings(sandboxArguments, settings);
        sandbox = JavaProcess.start(
                SMALL,
                SandboxMain.class.getName(),
                with(sandboxArguments, "serve", "--notification-pauses=" + "PT1S,".repeat(29) + "PT1S"),
                log("sandbox"),
                () -> Ports.accepts(sandboxPort));
        arguments = new ArrayList<>(List.of(
                "--orderloom.mode=demo",
                "--server.port=" + port,
                "--orderloom.sandbox.port=0",
                "--orderloom.data-dir=" + data,
                "--spring.config.additional-location=" + settings,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--orderloom.rabbitmq.uri=" + broker,
                // What a dead process held is free again sooner than in production; the gateways here are quick.
                "--orderloom.web.idempotency.lease=4s",
                "--orderloom.outbox.lease=3s",
                "--orderloom.rabbitmq.longest-pause=1s"));
        arguments.addAll(List.of(more));
    }

    private void writeGatewaySettings(List<String> sandboxArguments, Path settings) {
        JavaProcess keys = JavaProcess.launch(
                SMALL,
                SandboxMain.class.getName(),
                with(sandboxArguments, "keys", "--service-url=http://127.0.0.1:" + port, "--out=" + settings),
                log("sandbox"));
        Awaitility.await().atMost(END_LIMIT).until(() -> !keys.isAlive());
        if (!Files.exists(settings)) {
            throw new IllegalStateException("The sandbox made no keys: see " + log("sandbox"));
        }
    }

    @Override
    public Api api() {
        return new Api(client, "http://127.0.0.1:" + port);
    }

    @Override
    public Api sandbox() {
        return new Api("http://127.0.0.1:" + sandboxPort);
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    /** Where the service answers, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the service and waits until it serves. @throws IllegalStateException when it ends instead */
    public void start() {
        if (!startOrDie()) {
            throw new IllegalStateException("The service ended while it started: see " + log("service"));
        }
    }

    /** Starts the service and waits until it serves or is dead. @return whether it serves */
    public boolean startOrDie() {
        JavaProcess started =
                JavaProcess.launch(options, OrderloomApplication.class.getName(), arguments, log("service"));
        service = started;
        // One that still holds connections to the dead service would fail with each of them once.
        client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
        Awaitility.await()
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !started.isAlive() || serves());
        return started.isAlive();
    }

    /** The service ends by itself when it passes this point for the k-th time from now. */
    public void crashAt(String point, int time) {
        CrashAgent.arm(agentDirectory, point, time);
    }

    /** Waits until the service has ended at the point that was armed. */
    public void awaitCrash() {
        JavaProcess running = service;
        Awaitility.await()
                .atMost(END_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> running == null || (!running.isAlive() && !Ports.accepts(port)));
        if (!CrashAgent.hit(agentDirectory)) {
            throw new IllegalStateException("The service ended, but not at the armed point: see " + log("service"));
        }
    }

    /** Ends the service as {@code kill -9} does. */
    public void kill() {
        if (service != null) {
            service.kill();
            // The process may be gone a moment before its sockets are.
            Awaitility.await().atMost(END_LIMIT).until(() -> !Ports.accepts(port));
        }
    }

    /** Business time goes on while the service is dead: the next start finds it later by so much. */
    public void timePassesUnserved(Duration by) {
        Path offset = data.resolve("clock-offset");
        try {
            Duration before = Files.exists(offset)
                    ? Duration.parse(Files.readString(offset).strip())
                    : Duration.ZERO;
            Files.createDirectories(data);
            Files.writeString(offset, before.plus(by).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean serves() {
        try {
            return api().get("/actuator/health").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** What it has printed since the first start. */
    public String log() {
        try {
            return Files.readString(log("service"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        sandbox.kill();
    }

    private Path log(String part) {
        return LOGS.resolve(name + "-" + part + ".log");
    }

    private static List<String> with(List<String> list, String... more) {
        List<String> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return all;
    }
}
