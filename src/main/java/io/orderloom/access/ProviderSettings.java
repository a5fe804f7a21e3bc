package io.orderloom.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The identity provider of the staff, if there is one.
 *
 * @param issuerUri the OpenID Connect issuer
 * @param audience what the provider's tokens have to name in {@code aud}
 */
@ConfigurationProperties("orderloom.oidc")
record ProviderSettings(
        @Nullable String issuerUri, @Nullable String audience) {}
