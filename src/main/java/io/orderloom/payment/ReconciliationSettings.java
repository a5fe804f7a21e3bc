package io.orderloom.payment;

import java.time.LocalTime;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code orderloom.reconciliation.*}.
 *
 * @param at when yesterday is compared, in Beijing; the gateways make their bills until about ten
 * @param mostDaysBack how many days that were missed are made up for
 */
@ConfigurationProperties("orderloom.reconciliation")
record ReconciliationSettings(
        @DefaultValue("10:30") LocalTime at,
        @DefaultValue("7") int mostDaysBack) {}
