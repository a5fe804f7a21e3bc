package io.orderloom.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code orderloom.schedules.*}.
 *
 * @param pollInterval how often due work is looked for
 * @param enabled whether due work runs by itself; tests that step the clock switch it off
 */
@ConfigurationProperties("orderloom.schedules")
record ScheduleSettings(
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("true") boolean enabled) {}
