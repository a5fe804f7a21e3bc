package io.orderloom.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.orderloom.web.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;

class ProviderTokensTest {

    private static final RSAKey PROVIDER = rsa("provider");
    private static final RSAKey FORGER = rsa("provider");

    private HttpServer provider;
    private String issuer;
    private ProviderTokens tokens;

    @BeforeEach
    void startProvider() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + provider.getAddress().getPort();
        serve("/.well-known/openid-configuration", """
                {"issuer":"%s","jwks_uri":"%s/keys","subject_types_supported":["public"]}""".formatted(issuer, issuer));
        serve("/keys", new JWKSet(PROVIDER.toPublicJWK()).toString());
        provider.start();
        tokens = new ProviderTokens(new ProviderSettings(issuer, "orderloom"));
    }

    @AfterEach
    void stopProvider() {
        provider.stop(0);
    }

    private void serve(String path, String body) {
        provider.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Date in(Duration fromNow) {
        return Date.from(Clock.systemUTC().instant().plus(fromNow));
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience("orderloom")
                        .subject("42")
                        .claim("preferred_username", "olga")
                        .claim("roles", List.of("ops", "shopper", "root"))
                        .expirationTime(in(Duration.ofMinutes(5))))
                .build();
    }

    private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWTClaimsSet claims, RSAKey key, String keyId) {
        try {
            return signed(
                    claims,
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(keyId)
                            .build(),
                    new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(String token) {
        assertThat(tokens.concerns(token)).isTrue();
        assertThat(tokens.authenticate(token)).isEmpty();
    }

    @Test
    void aGoodTokenNamesAMemberWithTheRolesWeKnow() {
        String token = signed(claims(it -> it), PROVIDER, "provider");

        assertThat(tokens.concerns(token)).isTrue();
        assertThat(tokens.authenticate(token)).hasValueSatisfying(member -> {
            assertThat(member.name()).isEqualTo("olga");
            assertThat(member.roles()).containsExactly(Role.OPS);
        });
    }

    @Test
    void whatTheProviderDidNotSignForUsNowIsRefused() {
        assertRefused(signed(claims(it -> it.expirationTime(in(Duration.ofMinutes(-5)))), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it.expirationTime(null)), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it.notBeforeTime(in(Duration.ofMinutes(5)))), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it.issuer("https://other.example")), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it.audience("another-service")), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it.audience((String) null)), PROVIDER, "provider"));
        assertRefused(signed(claims(it -> it), FORGER, "provider"));
        assertRefused(signed(claims(it -> it), PROVIDER, "../../dev/null"));
        assertRefused(signed(claims(it -> it.claim("x", "x".repeat(20_000))), PROVIDER, "provider"));
    }

    @Test
    void theTokenDoesNotChooseItsAlgorithm() throws JOSEException {
        assertRefused(new PlainJWT(claims(it -> it)).serialize());
        assertRefused(signed(
                claims(it -> it),
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("provider").build(),
                new MACSigner(PROVIDER.toRSAPublicKey().getEncoded())));
    }

    @Test
    void aProviderThatCannotBeAskedIsAnOutageAndNoRefusal() {
        provider.stop(0);
        String token = signed(claims(it -> it), PROVIDER, "provider");

        assertThatThrownBy(() -> tokens.authenticate(token)).isInstanceOf(JwtDecoderInitializationException.class);
    }

    @Test
    void withoutAProviderNoTokenConcernsUsAndWithoutAnAudienceNothingStarts() {
        ProviderTokens none = new ProviderTokens(new ProviderSettings(null, null));

        assertThat(none.concerns(signed(claims(it -> it), PROVIDER, "provider")))
                .isFalse();
        assertThatThrownBy(() -> new ProviderTokens(new ProviderSettings(issuer, " ")))
                .hasMessageContaining("orderloom.oidc.audience");
    }
}
