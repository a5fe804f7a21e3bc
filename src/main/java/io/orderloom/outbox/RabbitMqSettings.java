package io.orderloom.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The broker that events go to.
 *
 * @param uri {@code amqp://user:password@host:port/vhost}, or {@code amqps://…} with the host's name
 *     checked against its certificate; none: events are only readable over HTTP
 * @param defaultQueueLength the most events that the default queue keeps; the oldest are dropped
 * @param confirmTimeout how long to wait for the broker's confirms before the batch is sent again
 * @param longestPause the longest pause between two tries to reach the broker
 */
@ConfigurationProperties("orderloom.rabbitmq")
record RabbitMqSettings(
        @Nullable String uri,
        @DefaultValue("100000") long defaultQueueLength,
        @DefaultValue("30s") Duration confirmTimeout,
        @DefaultValue("15s") Duration longestPause) {

    boolean configured() {
        return uri != null && !uri.isBlank();
    }
}
