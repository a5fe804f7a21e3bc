package io.orderloom.outbox;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DueWork;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets what happened long ago, a few events at a time, along the stream. An event that was not published stays, and
 * so does the last one of each order: its number must never be given to another event.
 */
@Component
class ForgetEvents implements DueWork {

    private static final int BATCH = 500;

    private final OutboxRepository repository;
    private final BrokerRelay relay;
    private final OutboxSettings settings;
    private final TransactionTemplate transaction;
    private final BusinessClock clock;

    ForgetEvents(
            OutboxRepository repository,
            BrokerRelay relay,
            OutboxSettings settings,
            TransactionTemplate transaction,
            BusinessClock clock) {
        this.repository = repository;
        this.relay = relay;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> nextDue() {
        return repository.oldestToForget(relay.configured()).map(happened -> happened.plus(settings.keep()));
    }

    @Override
    public int runDue() {
        Instant until = clock.now().minus(settings.keep());
        return Objects.requireNonNull(
                transaction.execute(status -> repository.forget(until, relay.configured(), BATCH)));
    }
}
