package io.orderloom.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How payments are asked about and told.
 *
 * @param askers how many gateways' answers are waited for at once
 * @param askBatch how many payments one round takes
 * @param mostNotifications how many notifications are taken at once; more are answered 503 and told again by their
 *     gateway, so that a burst of them leaves the shop its threads and its database
 */
@ConfigurationProperties("orderloom.payment")
public record PaymentSettings(
        @DefaultValue("8") int askers,
        @DefaultValue("64") int askBatch,
        @DefaultValue("16") int mostNotifications) {}
