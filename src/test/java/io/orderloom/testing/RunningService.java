package io.orderloom.testing;

import io.orderloom.OrderloomApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole service with its sandbox in this JVM, on real MariaDB and RabbitMQ, in demo mode so that its
 * clock can be moved. Started once and shared by all journeys.
 */
public final class RunningService implements ServiceUnderTest {

    private static @Nullable RunningService shared;

    private final ConfigurableApplicationContext context;
    private final String url;
    private final String sandboxUrl;
    private final TestDatabase database;
    private final String rabbitMq;

    private RunningService(
            ConfigurableApplicationContext context,
            String url,
            String sandboxUrl,
            TestDatabase database,
            String rabbitMq) {
        this.context = context;
        this.url = url;
        this.sandboxUrl = sandboxUrl;
        this.database = database;
        this.rabbitMq = rabbitMq;
    }

    /** The one that all journeys share. */
    public static synchronized RunningService shared() {
        if (shared == null) {
            shared = start();
        }
        return shared;
    }

    private static RunningService start() {
        TestDatabase database = Servers.mariaDb();
        String rabbitMq = Servers.rabbitMq();
        int port = Ports.free();
        int sandboxPort = Ports.free();
        List<String> arguments = new ArrayList<>(List.of(
                "--orderloom.mode=demo",
                "--server.port=" + port,
                "--orderloom.sandbox.port=" + sandboxPort,
                "--orderloom.data-dir=" + temporaryDirectory(),
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--orderloom.rabbitmq.uri=" + rabbitMq));
        SpringApplication application = new SpringApplication(OrderloomApplication.class);
        application.addInitializers(starting ->
                starting.getBeanFactory().registerSingleton("onlyProductClasses", new OnlyProductClasses()));
        ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
        return new RunningService(
                context, "http://127.0.0.1:" + port, "http://127.0.0.1:" + sandboxPort, database, rabbitMq);
    }

    @Override
    public Api api() {
        return new Api(url);
    }

    @Override
    public Api sandbox() {
        return new Api(sandboxUrl);
    }

    public String url() {
        return url;
    }

    public String sandboxUrl() {
        return sandboxUrl;
    }

    /** The AMQP address of its broker. */
    public String rabbitMq() {
        return rabbitMq;
    }

    @Override
    public TestDatabase database() {
        return database;
    }

    /** A bean of the service, where a journey has to play the operator at the engine. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("orderloom-journey");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
