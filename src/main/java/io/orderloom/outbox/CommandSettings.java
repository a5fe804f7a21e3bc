package io.orderloom.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How commands are consumed.
 *
 * @param consumers how many commands this node works on at once
 * @param prefetch how many more wait in this node's memory for each of them
 * @param tries how often a command is tried that fails for reasons of ours; less than the queue's own limit
 * @param firstPause the pause before the second try; it doubles with each further one
 * @param longestPause the longest of those pauses
 */
@ConfigurationProperties("orderloom.commands")
record CommandSettings(
        @DefaultValue("4") int consumers,
        @DefaultValue("4") int prefetch,
        @DefaultValue("10") int tries,
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("30s") Duration longestPause) {

    /** The pause after a number of deliveries that came to nothing. */
    Duration pauseAfter(int deliveries) {
        long doubled = firstPause.toMillis() << Math.min(deliveries, 20);
        return Duration.ofMillis(Math.min(doubled, longestPause.toMillis()));
    }
}
