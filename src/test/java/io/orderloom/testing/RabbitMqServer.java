package io.orderloom.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A private RabbitMQ in a temporary directory on free ports, gone with the JVM. It may run as any
 * user, root among them, and neither sees nor disturbs another broker of the machine.
 */
public final class RabbitMqServer {

    private static final String HOW_TO_GET =
            "No RabbitMQ: install it (apt-get install rabbitmq-server, or bin/verify does) or name one with"
                    + " ORDERLOOM_TEST_RABBITMQ_URI=amqp://user:password@host:port/vhost";
    private static final String USER = "orderloom";

    /** Good enough for a service in production, which refuses a weak one. */
    private static final String PASSWORD = "t7Qm-xW3z-9kLp-R2vY";

    /** Made as the broker starts, which costs nothing; a command that makes one takes a second or more. */
    private static final int HOSTS_AT_START = 24;

    private final AtomicInteger virtualHosts = new AtomicInteger();
    private final Path directory = ServerProcess.directory("orderloom-rabbitmq");
    private final int port = Ports.free();
    private final int distributionPort = Ports.free();
    private final int portMapperPort = Ports.free();
    private final String node = "orderloom-" + port + "@localhost";
    private final String server;
    private ServerProcess process;

    private RabbitMqServer() {
        // The distribution's own start script insists on its service user; the scripts behind it do not.
        server = ServerProcess.program(
                HOW_TO_GET,
                List.of(
                        "/usr/lib/rabbitmq/bin/rabbitmq-server",
                        "/opt/rabbitmq/sbin/rabbitmq-server",
                        "/opt/homebrew/sbin/rabbitmq-server",
                        "/usr/local/sbin/rabbitmq-server"));
        configure();
        process = launch();
    }

    static RabbitMqServer launchNew() {
        return new RabbitMqServer();
    }

    /** The default virtual host's address. */
    public String uri() {
        return "amqp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port + "/%2F";
    }

    /** The address of a new virtual host, empty and nobody else's. */
    public String freshUri() {
        int number = virtualHosts.incrementAndGet();
        String host = host(number);
        if (number > HOSTS_AT_START) {
            control("eval", """
                    rabbit_vhost:add(<<"%1$s">>, <<"test">>), \
                    rabbit_auth_backend_internal:set_permissions(\
                    <<"%2$s">>, <<"%1$s">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).""".formatted(host, USER));
        }
        return "amqp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port + "/" + host;
    }

    private static String host(int number) {
        return "test-" + number;
    }

    /** Ends the broker properly; durable queues and persistent messages stay for {@link #start()}. */
    public void stop() {
        process.stop();
    }

    /**
     * Has the broker write down which quorum queues it has. By itself it does so half a second later, and a crash
     * before that loses them.
     */
    public void writeDownItsQueues() {
        control("eval", "[dets:sync(Table) || Table <- dets:all()].");
    }

    /** Ends the broker as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Starts the broker again on the same port with what it had kept. */
    public void start() {
        process = launch();
    }

    private void configure() {
        try {
            Files.writeString(
                    directory.resolve("rabbitmq.conf"), """
                    listeners.tcp.1 = 127.0.0.1:%d
                    load_definitions = %s
                    vm_memory_high_watermark.absolute = 512MB
                    disk_free_limit.absolute = 50MB
                    log.console.level = warning
                    """.formatted(port, directory.resolve("definitions.json")));
            List<String> hosts = Stream.concat(
                            Stream.of("/"),
                            IntStream.rangeClosed(1, HOSTS_AT_START).mapToObj(RabbitMqServer::host))
                    .toList();
            Files.writeString(
                    directory.resolve("definitions.json"),
                    """
                    {"users":[{"name":"%s","password":"%s","tags":["administrator"]}],
                     "vhosts":[%s],
                     "permissions":[%s]}
                    """.formatted(
                                    USER,
                                    PASSWORD,
                                    each(hosts, "{\"name\":\"%s\"}"),
                                    each(
                                            hosts,
                                            "{\"user\":\"" + USER
                                                    + "\",\"vhost\":\"%s\",\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}")));
            Files.writeString(directory.resolve("enabled_plugins"), "[].\n");
        } catch (IOException e) {
            throw new UncheckedIOException("RabbitMQ could not be configured in " + directory, e);
        }
    }

    private static String each(List<String> hosts, String json) {
        return hosts.stream().map(json::formatted).collect(Collectors.joining(","));
    }

    private ServerProcess launch() {
        return ServerProcess.start(
                List.of(server),
                // Erlang would leave a port mapper of its own running for ever.
                "epmd -port " + portMapperPort,
                environment(),
                directory.resolve("server.log"),
                () -> Ports.accepts(port));
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("HOME", directory.toString()),
                Map.entry("ERL_EPMD_PORT", Integer.toString(portMapperPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
                Map.entry("RABBITMQ_NODENAME", node),
                Map.entry("RABBITMQ_NODE_PORT", Integer.toString(port)),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("RABBITMQ_MNESIA_BASE", directory.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
                Map.entry("RABBITMQ_PID_FILE", directory.resolve("pid").toString()),
                Map.entry(
                        "RABBITMQ_CONFIG_FILE",
                        directory.resolve("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE",
                        directory.resolve("enabled_plugins").toString()),
                // Lets the start script become the broker, so that a signal reaches the broker itself.
                Map.entry("RUNNING_UNDER_SYSTEMD", "1"));
    }

    private void control(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(server.replaceFirst("rabbitmq-server$", "rabbitmqctl"), "-n", node));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("control.log").toFile());
        builder.environment().putAll(environment());
        try {
            Process control = builder.start();
            if (!control.waitFor(1, TimeUnit.MINUTES) || control.exitValue() != 0) {
                throw new IllegalStateException(
                        "rabbitmqctl failed: " + Files.readString(directory.resolve("control.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("rabbitmqctl could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while rabbitmqctl ran", e);
        }
    }
}
