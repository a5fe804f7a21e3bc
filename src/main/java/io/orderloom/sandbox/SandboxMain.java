package io.orderloom.sandbox;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox as a process of its own.
 *
 * <p>{@code serve} (the default) starts it; {@code keys --service-url=URL --out=FILE} makes its keys and writes
 * the settings with which the service finds and trusts it. Settings come as {@code --name=value} or from a
 * properties file named by {@code --settings=FILE}; arguments go first.
 */
public final class SandboxMain {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxMain.class);
    private static final Set<String> NAMES = new TreeSet<>(Set.of(
            "settings",
            "port",
            "bind-address",
            "data-directory",
            "notification-pauses",
            "refund-delay",
            "timeout-hold",
            "platform-certificate",
            "most-parcels",
            "push-url",
            "tls-key-store",
            "tls-password",
            "service-url",
            "out"));

    private final Properties given;

    private SandboxMain(Properties given) {
        this.given = given;
    }

    /** Ends with status 2 when an argument is wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        quietLogs();
        try {
            List<String> words = Arrays.stream(arguments)
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            SandboxMain process = new SandboxMain(read(arguments));
            if (words.isEmpty() || words.equals(List.of("serve"))) {
                process.serve();
            } else if (words.equals(List.of("keys"))) {
                process.writeServiceSettings();
            } else {
                throw new IllegalArgumentException("Unknown command " + words + "; known are serve and keys");
            }
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            System.exit(2);
        }
    }

    /** Reads arguments over the file that they may name. */
    static Properties read(String... arguments) {
        Properties fromArguments = new Properties();
        for (String argument : arguments) {
            if (argument.startsWith("--")) {
                int equals = argument.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException(argument + " lacks its value; write --name=value");
                }
                fromArguments.setProperty(argument.substring(2, equals), argument.substring(equals + 1));
            }
        }
        Properties all = new Properties();
        String file = fromArguments.getProperty("settings");
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                all.load(reader);
            } catch (IOException e) {
                throw new IllegalArgumentException("Cannot read the settings in " + file, e);
            }
        }
        all.putAll(fromArguments);
        for (String name : all.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("Unknown setting " + name + "; known are " + NAMES);
            }
        }
        return all;
    }

    private void serve() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Sandbox sandbox = Sandbox.start(settings(SandboxKeys.in(dataDirectory())));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            sandbox.close();
                            stopped.countDown();
                        },
                        "sandbox-stop"));
        LOG.info("Orderloom sandbox gateways and cashier: {}/", sandbox.baseUrl());
        stopped.await();
    }

    private void writeServiceSettings() {
        String service = value("service-url")
                .orElseThrow(() -> new IllegalArgumentException("--service-url is missing, for instance"
                        + " http://localhost:8080: where the gateways find the service"));
        Path out = Path.of(value("out").orElse("orderloom-sandbox.properties"));
        SandboxKeys keys = SandboxKeys.in(dataDirectory());
        String address = (value("tls-key-store").isPresent() ? "https://" : "http://")
                + value("bind-address").orElse("127.0.0.1") + ":"
                + value("port").orElse("8090");
        Map<String, String> settings = keys.serviceSettings(address, service);
        try {
            SandboxKeys.write(out, settings, "Settings of a service that talks to the sandbox at " + address);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + out, e);
        }
        LOG.info("Wrote {}; start the service with --spring.config.additional-location={}", out, out);
    }

    private SandboxSettings settings(SandboxKeys keys) {
        SandboxSettings.Builder settings = keys.settings().dataDirectory(dataDirectory());
        value("port").map(SandboxMain::number).ifPresent(settings::port);
        value("bind-address").ifPresent(settings::bindAddress);
        value("notification-pauses")
                .map(list -> Arrays.stream(list.split(","))
                        .map(text -> duration(text.strip()))
                        .toList())
                .ifPresent(settings::notificationPauses);
        value("refund-delay").map(SandboxMain::duration).ifPresent(settings::refundDelay);
        value("timeout-hold").map(SandboxMain::duration).ifPresent(settings::timeoutHold);
        value("platform-certificate").map(Boolean::parseBoolean).ifPresent(settings::platformCertificate);
        value("most-parcels").map(SandboxMain::number).ifPresent(settings::mostParcels);
        value("push-url").ifPresent(settings::pushUrl);
        value("tls-key-store")
                .ifPresent(store ->
                        settings.tls(Path.of(store), value("tls-password").orElse("")));
        return settings.build();
    }

    private Path dataDirectory() {
        return Path.of(value("data-directory").orElse("data/sandbox"));
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(given.getProperty(name));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(text + " is no whole number", e);
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(text + " is no duration; write PT3S", e);
        }
    }

    /** Without Spring nobody else tells Logback and Tomcat not to chatter. */
    private static void quietLogs() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.INFO);
        }
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    }
}
