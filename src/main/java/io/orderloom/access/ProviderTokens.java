package io.orderloom.access;

import io.orderloom.web.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Staff who sign in with an identity provider (OpenID Connect). Its keys and algorithms come from its
 * published metadata, never from the token; the token has to be meant for us.
 */
@Component
public class ProviderTokens {

    private static final int LONGEST = 16_384;

    private final @Nullable JwtDecoder decoder;

    ProviderTokens(ProviderSettings settings) {
        String issuer = settings.issuerUri();
        String audience = settings.audience();
        if (issuer == null || issuer.isBlank()) {
            decoder = null;
            return;
        }
        if (audience == null || audience.isBlank()) {
            throw new IllegalStateException(
                    "orderloom.oidc.audience is missing: tokens made for other services must not open this one");
        }
        decoder = new SupplierJwtDecoder(() -> decoderFor(issuer, audience));
    }

    /** One of the staff, as the provider knows them. */
    public record Member(String name, Set<Role> roles) {}

    /** Whether a bearer token is a provider's, by its form, and a provider is configured. */
    public boolean concerns(String token) {
        return decoder != null
                && token.startsWith("ey")
                && token.chars().filter(c -> c == '.').count() == 2;
    }

    /**
     * Whose token this is.
     *
     * @throws RuntimeException of Spring Security when the provider's keys cannot be read; that is an outage, not
     *     a refusal
     */
    public Optional<Member> authenticate(String token) {
        if (decoder == null || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            Jwt jwt = decoder.decode(token);
            String name = Optional.ofNullable(jwt.getClaimAsString("preferred_username"))
                    .orElse(jwt.getSubject());
            return name == null || name.isBlank() || name.length() > 64
                    ? Optional.empty()
                    : Optional.of(new Member(name, roles(jwt)));
        } catch (BadJwtException e) {
            return Optional.empty();
        }
    }

    private static Set<Role> roles(Jwt jwt) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Object claim = jwt.getClaims().get("roles");
        Collection<?> names = claim instanceof Collection<?> several ? several : List.of();
        names.forEach(name -> Role.of(String.valueOf(name))
                .filter(role -> role != Role.SHOPPER)
                .ifPresent(roles::add));
        return roles;
    }

    private static JwtDecoder decoderFor(String issuer, String audience) {
        NimbusJwtDecoder nimbus = NimbusJwtDecoder.withIssuerLocation(issuer).build();
        OAuth2TokenValidator<Jwt> meantForUs =
                jwt -> jwt.getAudience() != null && jwt.getAudience().contains(audience)
                        ? OAuth2TokenValidatorResult.success()
                        : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
        OAuth2TokenValidator<Jwt> expires = jwt -> jwt.getExpiresAt() != null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
        nimbus.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer), meantForUs, expires));
        return nimbus;
    }
}
