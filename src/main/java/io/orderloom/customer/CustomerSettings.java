package io.orderloom.customer;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param openidHashKey key of the hash by which shoppers are found, Base64 of 32 bytes. Never changed: with
 *     another key nobody is found again
 */
@ConfigurationProperties("orderloom.customer")
public record CustomerSettings(String openidHashKey) {}
