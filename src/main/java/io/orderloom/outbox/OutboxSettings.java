package io.orderloom.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the outbox is relayed.
 *
 * @param poll how long a relay rests when nothing of this node wakes it
 * @param lease how long a silent publishing node keeps the right to publish
 */
@ConfigurationProperties("orderloom.outbox")
record OutboxSettings(
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("15s") Duration lease) {}
