package io.orderloom.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderloom.shared.BusinessClock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Watches over the outbox. */
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    /** The relays run from before the first request until after the last one. */
    static final int RELAY_PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    /** An absent broker never takes the node out of service: orders go on, events wait. */
    @Bean
    HealthIndicator outboxHealthIndicator(OutboxRepository repository, BrokerRelay relay) {
        return () -> {
            OutboxRepository.Backlog backlog = repository.backlog(relay.configured());
            boolean stalled = relay.configured() && backlog.size() > 0 && !relay.connected();
            return (stalled ? Health.unknown() : Health.up())
                    .withDetail("backlog", backlog.size())
                    .build();
        };
    }

    @Bean
    MeterBinder outboxMeters(OutboxRepository repository, BrokerRelay relay, BusinessClock clock) {
        return (MeterRegistry meters) -> {
            Gauge.builder(
                            "orderloom.outbox.backlog",
                            () -> repository.backlog(relay.configured()).size())
                    .description("Events that are committed and not yet published")
                    .register(meters);
            Gauge.builder(
                            "orderloom.outbox.oldest.age",
                            () -> age(repository.backlog(relay.configured()).oldest(), clock))
                    .description("Age of the oldest event that is not yet published")
                    .baseUnit("seconds")
                    .register(meters);
        };
    }

    private static double age(@org.jspecify.annotations.Nullable Instant oldest, BusinessClock clock) {
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.now()).toMillis() / 1000.0);
    }
}
