package io.orderloom.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderloom.shared.WireClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries the stream to RabbitMQ. One node at a time holds the lease. Should two believe they do (a
 * paused node wakes up), each starts behind the last confirmed position and keeps the stream's order:
 * consumers may see repetitions, never a gap or a later event first.
 */
@Component
class BrokerRelay implements SmartLifecycle {

    static final int BATCH = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OutboxRepository repository;
    private final StreamNumbering numbering;
    private final OutboxSettings settings;
    private final RabbitMqSettings rabbitMq;
    private final TransactionTemplate transaction;
    private final WireClock clock;
    private final Counter published;
    private final RabbitBroker broker;
    private final String node = UUID.randomUUID().toString();
    private Instant leaseEnds = Instant.MIN;
    private volatile @Nullable NudgedLoop loop;

    BrokerRelay(
            OutboxRepository repository,
            StreamNumbering numbering,
            OutboxSettings settings,
            RabbitMqSettings rabbitMq,
            PlatformTransactionManager transactions,
            WireClock clock,
            MeterRegistry meters) {
        this.repository = repository;
        this.numbering = numbering;
        this.settings = settings;
        this.rabbitMq = rabbitMq;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.published = Counter.builder("orderloom.outbox.published")
                .description("Events that RabbitMQ has confirmed")
                .register(meters);
        Counter returned = Counter.builder("orderloom.outbox.returned")
                .description("Batches in which RabbitMQ gave an event back because no queue took it")
                .register(meters);
        this.broker = new RabbitBroker(rabbitMq, returned::increment);
    }

    /** Whether a broker is configured at all. */
    boolean configured() {
        return rabbitMq.configured();
    }

    /** Whether this node publishes and has the broker's ear. */
    boolean connected() {
        return broker.connected();
    }

    /**
     * Publishes one batch.
     *
     * @return whether there may be more
     */
    boolean pass() throws Exception {
        if (!holdsLease()) {
            return false;
        }
        List<StreamedEvent> events = repository.unpublished(BATCH);
        if (events.isEmpty()) {
            return false;
        }
        Set<Long> confirmed = new HashSet<>();
        try {
            broker.publish(events, confirmed);
        } catch (Exception e) {
            mark(events, confirmed);
            giveUpLease();
            throw e;
        }
        mark(events, confirmed);
        return events.size() == BATCH;
    }

    /** Everything up to the first event that is not confirmed is done; what lies behind it is sent again. */
    private void mark(List<StreamedEvent> events, Set<Long> confirmed) {
        long done = 0;
        int count = 0;
        for (StreamedEvent event : events) {
            if (!confirmed.contains(event.position())) {
                break;
            }
            done = event.position();
            count++;
        }
        if (count > 0) {
            long mark = done;
            transaction.executeWithoutResult(status -> repository.markPublished(mark));
            published.increment(count);
        }
    }

    private boolean holdsLease() {
        Instant now = clock.now();
        if (now.plus(settings.lease().dividedBy(2)).isBefore(leaseEnds)) {
            return true;
        }
        Instant until = now.plus(settings.lease());
        if (Boolean.TRUE.equals(transaction.execute(status -> repository.holdLease(node, now, until)))) {
            leaseEnds = until;
            return true;
        }
        leaseEnds = Instant.MIN;
        return false;
    }

    /** Perhaps another node can reach the broker. */
    private void giveUpLease() {
        leaseEnds = Instant.MIN;
        transaction.executeWithoutResult(status -> repository.releaseLease(node));
    }

    @Override
    public synchronized void start() {
        if (!rabbitMq.configured()) {
            return;
        }
        NudgedLoop started = new NudgedLoop("outbox-relay", settings.poll(), rabbitMq.longestPause(), this::pass);
        loop = started;
        numbering.announceTo(started::nudge);
        started.start();
    }

    @Override
    public synchronized void stop() {
        if (loop != null) {
            loop.stop(PATIENCE);
            loop = null;
            broker.close();
            giveUpLease();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    @Override
    public int getPhase() {
        return OutboxConfiguration.RELAY_PHASE;
    }
}
