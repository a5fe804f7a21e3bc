package io.orderloom.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code orderloom.engine.*}.
 *
 * @param firstProcess the key of the process that an order begins with; nothing can wait for its order before
 * @param signalTries how often telling a kept fact may fail before an incident asks for a person
 */
@ConfigurationProperties("orderloom.engine")
record EngineSettings(
        @DefaultValue("OrderPlacementProcess") String firstProcess,
        @DefaultValue("3") int signalTries) {

    /** No kept fact is told more often than at first, nor more rarely than this. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
}
