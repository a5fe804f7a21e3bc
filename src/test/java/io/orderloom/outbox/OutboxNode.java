package io.orderloom.outbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderloom.shared.OrderNo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One node's outbox on a database and perhaps a broker, wired as the service wires it. */
final class OutboxNode implements AutoCloseable {

    /** An event for tests. */
    record Happened(OrderNo subject, int number) implements OrderEvent {
        @Override
        public String routingKey() {
            return "order.happened.v1";
        }
    }

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static final Duration KEEP = Duration.ofDays(30);

    final OutboxRepository repository;
    final StreamNumbering numbering;
    final BrokerRelay relay;
    final Outbox outbox;
    final ForgetEvents forgetting;
    final Timeline timeline;
    final TransactionTemplate transaction;
    final JdbcClient jdbc;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    volatile Instant now = Clock.systemUTC().instant();

    OutboxNode(DataSource database, @Nullable String rabbitMq) {
        OutboxSettings settings = new OutboxSettings(Duration.ofMillis(100), Duration.ofSeconds(5), KEEP);
        RabbitMqSettings broker =
                new RabbitMqSettings(rabbitMq, 100_000, Duration.ofSeconds(10), Duration.ofSeconds(1));
        JdbcTransactionManager transactions = new JdbcTransactionManager(database);
        transaction = new TransactionTemplate(transactions);
        jdbc = JdbcClient.create(database);
        repository = new OutboxRepository(jdbc, new JdbcTemplate(database), JSON, "01");
        numbering = new StreamNumbering(repository, transactions, settings);
        relay = new BrokerRelay(
                repository, numbering, settings, broker, transactions, Clock.systemUTC()::instant, meters);
        outbox = new TransactionalOutbox(repository, numbering, () -> now, JSON);
        forgetting = new ForgetEvents(repository, relay, settings, transaction, () -> now);
        timeline = new RecordedTimeline(jdbc, () -> now, JSON);
    }

    void start() {
        numbering.start();
        relay.start();
    }

    void commit(OrderEvent... events) {
        transaction.executeWithoutResult(status -> append(events));
    }

    void append(OrderEvent... events) {
        for (OrderEvent event : events) {
            outbox.append(event, "system");
        }
    }

    void numberAll() {
        while (numbering.pass()) {
            // the next batch
        }
    }

    /** Reads the stream page by page to its end. */
    List<StreamedEvent> stream() {
        List<StreamedEvent> read = new ArrayList<>();
        long cursor = 0;
        while (true) {
            List<StreamedEvent> page = numbering.after(cursor, 7);
            if (page.isEmpty()) {
                return read;
            }
            read.addAll(page);
            cursor = page.get(page.size() - 1).position();
        }
    }

    void stop() {
        relay.stop();
        numbering.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
