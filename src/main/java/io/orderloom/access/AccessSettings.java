package io.orderloom.access;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long credentials hold.
 *
 * @param shopperTokenLife how long a shopper stays signed in, on the wire clock
 * @param remember how long a proven credential is believed without asking the database again; a revoked key
 *     works no longer than that on other nodes
 */
@ConfigurationProperties("orderloom.access")
record AccessSettings(
        @DefaultValue("12h") Duration shopperTokenLife,
        @DefaultValue("5s") Duration remember) {}
