package io.orderloom.payment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How payments are asked about.
 *
 * @param askers how many gateways' answers are waited for at once
 * @param askBatch how many payments one round takes
 */
@ConfigurationProperties("orderloom.payment")
public record PaymentSettings(
        @DefaultValue("8") int askers, @DefaultValue("64") int askBatch) {}
