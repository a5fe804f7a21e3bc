package io.orderloom.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the outbox is relayed.
 *
 * @param poll how long a relay rests when nothing of this node wakes it
 * @param lease how long a silent publishing node keeps the right to publish
 * @param keep how long events that are published stay in the stream and in their order's timeline, a day at least; three
 *     years and a month unless set, as a shop in China has to keep what its trades were for three years after their end
 */
@ConfigurationProperties("orderloom.outbox")
record OutboxSettings(
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("1126d") Duration keep) {

    OutboxSettings {
        if (keep.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("orderloom.outbox.keep is less than a day; readers would miss events");
        }
    }
}
