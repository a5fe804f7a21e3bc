package io.orderloom.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.shared.BusinessClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Consumes the queue of commands as long as broker and database are there. When either is lost, the
 * connection is closed, so that what was delivered and not acknowledged returns to the queue, and a new one
 * is made when both answer again.
 */
@Component
class CommandConsumer implements SmartLifecycle {

    static final String QUEUE = "orderloom.commands";
    static final String DEAD_LETTERS = "orderloom.commands.dead";
    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PROBE_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(CommandConsumer.class);

    private final CommandDispatch dispatch;
    private final CommandSettings settings;
    private final RabbitMqSettings rabbitMq;
    private final DataSource database;
    private final CommandAnswers answers;
    private final MeterRegistry meters;
    private volatile @Nullable CommandConnection connection;
    private volatile @Nullable NudgedLoop loop;
    private @Nullable ExecutorService workers;

    CommandConsumer(
            CommandDispatch dispatch,
            CommandSettings settings,
            RabbitMqSettings rabbitMq,
            DataSource database,
            ObjectMapper json,
            BusinessClock clock,
            @Value("${orderloom.cell}") String cell,
            MeterRegistry meters) {
        this.dispatch = dispatch;
        this.settings = settings;
        this.rabbitMq = rabbitMq;
        this.database = database;
        this.answers = new CommandAnswers(json, clock, "/orderloom/" + cell);
        this.meters = meters;
        Gauge.builder("orderloom.commands.consuming", () -> isConsuming() ? 1 : 0)
                .description("Whether this node takes commands from the queue")
                .register(meters);
    }

    boolean isConsuming() {
        CommandConnection current = connection;
        return current != null && current.isOpen();
    }

    /** Whether the database answers; asked only after a failure and before consuming begins. */
    boolean databaseIsThere() {
        try (Connection probe = database.getConnection()) {
            return probe.isValid(PROBE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean pass(ExecutorService deliveries) throws Exception {
        if (isConsuming()) {
            return false;
        }
        dropConnection();
        if (!databaseIsThere()) {
            throw new IllegalStateException("the database is away, so no commands are taken");
        }
        connection = CommandConnection.open(this, rabbitMq, settings, dispatch, answers, meters, deliveries);
        LOG.info("Taking commands from the queue {}", QUEUE);
        return false;
    }

    /** Ends consuming at once; it begins anew within a second. */
    void dropConnection() {
        CommandConnection old = connection;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public synchronized void start() {
        if (!rabbitMq.configured() || loop != null) {
            return;
        }
        ExecutorService deliveries = Executors.newFixedThreadPool(settings.consumers(), task -> {
            Thread thread = new Thread(task, "commands");
            thread.setDaemon(true);
            return thread;
        });
        workers = deliveries;
        NudgedLoop started = new NudgedLoop("commands", REST, rabbitMq.longestPause(), () -> pass(deliveries));
        loop = started;
        started.start();
    }

    /** Takes no more, lets commands that are being worked on come to their acknowledgement, and leaves. */
    @Override
    public synchronized void stop() {
        NudgedLoop running = loop;
        if (running == null) {
            return;
        }
        loop = null;
        running.stop(PATIENCE);
        CommandConnection current = connection;
        if (current != null) {
            try {
                current.takeNoMore(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        // The client tells its consumers of the end through the workers; without them it would wait in vain.
        dropConnection();
        ExecutorService deliveries = workers;
        if (deliveries != null) {
            deliveries.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }
}
