package io.orderloom.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.access.ShopperTokens;
import io.orderloom.access.StaffAccounts;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Role;
import io.orderloom.web.SlimServiceTest;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class CredentialsTest extends SlimServiceTest {

    private static final String CALLER = "/api/v1/probe/caller";
    private static final String STAFF = "/api/v1/probe/staff";

    @Autowired
    private ShopperTokens tokens;

    @Autowired
    private StaffAccounts staff;

    @Autowired
    private JdbcClient jdbc;

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CALLER,
                "/api/v1/nothing",
                "/api/v1/forgotten",
                "/ops/v1/audit",
                "/ops/nothing",
                "/flows/v1/checks",
                "/engine-rest/engine",
                "/engine-rest",
                "/actuator",
                "/actuator/prometheus",
                "/actuator/env",
                "/actuator/heapdump",
                "/demo/v1/clock",
                "/api/v1/keys",
                "/api/v1/users"
            })
    void withoutCredentialsTheDoorIsShut(String path) {
        Answer answer = send(anonymous(path));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.header("WWW-Authenticate")).startsWith(path.startsWith("/engine-rest") ? "Basic" : "Bearer");
        assertThat(answer.http().headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void whatSaysThatItIsOpenIsOpenAndNothingElse() {
        assertThat(send(anonymous("/api/v1/probe/open")).status()).isEqualTo(200);
        assertThat(send(anonymous("/actuator/health")).status()).isEqualTo(200);
        assertThat(send(anonymous("/nothing.html")).status()).isEqualTo(404);
        assertThat(send(anonymous("/nothing").POST(HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
        assertThat(send(anonymous("/api/v1/probe/open").POST(HttpRequest.BodyPublishers.noBody()))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer",
                "Bearer ",
                "Bearer ols_wrong",
                "Basic wrong",
                "Basic d3Jvbmc6d3Jvbmc=",
                "Digest x",
                "test-shop",
                "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJhZG1pbiJdfQ.",
                "Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6Ii4uLy4uL2Rldi9udWxsIn0.eyJyb2xlcyI6WyJhZG1pbiJdfQ.c2ln"
            })
    void everyWrongCredentialIsRefusedInTheSameWords(String credential) {
        Answer answer = send(anonymous(CALLER).header("Authorization", credential));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().replaceAll("\"requestId\":\"[0-9a-f]+\"", "\"requestId\":\"\""))
                .isEqualTo("{\"type\":\"urn:orderloom:problem:unauthenticated\",\"title\":\"Unauthorized\","
                        + "\"status\":401,\"detail\":\"Valid credentials are needed.\","
                        + "\"code\":\"UNAUTHENTICATED\",\"requestId\":\"\"}");
    }

    @Test
    void aWrongCredentialIsRefusedEvenWhereNoneIsNeeded() {
        assertThat(send(withKey("wrong", "/api/v1/probe/open")).status()).isEqualTo(401);
        assertThat(send(withKey("w".repeat(10_000), CALLER)).status()).isEqualTo(401);
        assertThat(send(withKey("w".repeat(100_000), CALLER)).status()).isEqualTo(400);
    }

    @Test
    void aShopSpeaksForTheShopperItNames() {
        assertThat(send(asAlice(CALLER)).body())
                .contains("\"shopper\":\"alice\"", "\"actor\":\"shopper\"", "\"owner\":\"KEY:test-shop:alice\"");
        Answer nobody = send(withKey("test-shop", CALLER));
        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.code()).isEqualTo("SHOPPER_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "al ice", "alice/../bob", "a'--", "x\u00e4"})
    void aShopperIdIsPlain(String id) {
        String answer = raw("GET " + CALLER + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer test-shop\r\n"
                + "X-Shopper-Id: " + id + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("MALFORMED_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({"test-shop,403", "test-ops,200", "test-service,200", "test-warehouse,403", "test-admin,403"})
    void aRouteIsForItsRoles(String key, int status) {
        assertThat(send(withKey(key, STAFF)).status()).isEqualTo(status);
    }

    @Test
    void staffDoNotShop() {
        Answer answer = send(withKey("test-ops", CALLER).header("X-Shopper-Id", "alice"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("ROLE_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Role", "X-User-Id", "X-Roles", "X-Forwarded-User", "X-Remote-User"})
    void noHeaderGivesARole(String header) {
        assertThat(send(asAlice(STAFF).header(header, "ops")).status()).isEqualTo(403);
        assertThat(send(anonymous(STAFF).header(header, "ops")).status()).isEqualTo(401);
    }

    @Test
    void aShoppersTokenOpensTheShoppersThingsAlone() {
        String token = tokens.issue(new ShopperId("dora")).token();

        assertThat(send(withKey(token, CALLER).header("X-Shopper-Id", "alice")).body())
                .contains("\"shopper\":\"dora\"", "\"owner\":\"SHOPPER:dora:dora\"");
        assertThat(send(withKey(token, STAFF)).status()).isEqualTo(403);
    }

    @Test
    void aShoppersTokenDiesInTimeAndWhenRevoked() {
        ShopperTokens.Issued early = tokens.issue(new ShopperId("emil"));
        clocks.advanceWire(Duration.ofHours(13));
        assertThat(send(withKey(early.token(), CALLER)).status()).isEqualTo(401);
        assertThat(tokens.nextDue()).isPresent();
        assertThat(tokens.runDue()).isPositive();
        assertThat(tokens.nextDue()).isEmpty();

        ShopperTokens.Issued late = tokens.issue(new ShopperId("emil"));
        assertThat(send(withKey(late.token(), CALLER)).status()).isEqualTo(200);
        tokens.revoke(new ShopperId("emil"));
        assertThat(send(withKey(late.token(), CALLER)).status()).isEqualTo(401);
    }

    @Test
    void staffComeWithNameAndPassword() {
        staff.ensure("olga", "olga-password", Set.of(Role.OPS));

        assertThat(send(anonymous(STAFF).header("Authorization", basic("olga", "olga-password")))
                        .body())
                .isEqualTo("{\"actor\":\"staff:olga\"}");
        assertThat(send(anonymous(STAFF).header("Authorization", basic("olga", "wrong")))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aPasswordDoesNotRideOnSomebodyElsesPage() {
        staff.ensure("petra", "petra-password", Set.of(Role.ADMIN));

        Answer answer = send(json(anonymous("/api/v1/keys"), "{\"name\":\"planted\",\"role\":\"admin\"}")
                .header("Authorization", basic("petra", "petra-password"))
                .header("Sec-Fetch-Site", "cross-site"));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void anAdministratorKeepsKeys() {
        Answer made = send(json(withKey("test-admin", "/api/v1/keys"), "{\"name\":\"till-1\",\"role\":\"ops\"}"));
        String key = made.json().path("key").asText();
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/keys/till-1");
        assertThat(key).hasSizeGreaterThan(40);
        assertThat(send(withKey(key, STAFF)).body()).isEqualTo("{\"actor\":\"staff:till-1\"}");
        assertThat(send(withKey("test-admin", "/api/v1/keys")).body())
                .contains("till-1")
                .doesNotContain(key);
        assertThat(send(json(withKey("test-admin", "/api/v1/keys"), "{\"name\":\"till-1\",\"role\":\"ops\"}"))
                        .code())
                .isEqualTo("NAME_TAKEN");

        assertThat(send(withKey("test-admin", "/api/v1/keys/till-1").DELETE()).status())
                .isEqualTo(204);
        assertThat(send(withKey(key, STAFF)).status()).isEqualTo(401);
        assertThat(send(withKey("test-admin", "/api/v1/keys/till-1").DELETE()).status())
                .isEqualTo(404);

        assertThat(send(withKey("test-ops", "/ops/v1/audit")).json().path("items"))
                .anyMatch(entry -> "key.created".equals(entry.path("action").asText())
                        && "staff:test-admin".equals(entry.path("actor").asText())
                        && "till-1".equals(entry.path("target").asText()))
                .anyMatch(entry -> "key.revoked".equals(entry.path("action").asText()));
        assertThat(jdbc.sql("SELECT HEX(key_hash) FROM api_keys")
                        .query(String.class)
                        .list())
                .noneMatch(stored -> stored.contains(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"name":"x","role":"shopper"} | 422
                    {"name":"x","role":"root"} | 422
                    {"name":"x y","role":"ops"} | 422
                    {"name":"x"} | 422
                    {"name":"x","role":"ops","key":"mine"} | 400
                    """)
    void aKeyIsWhatItMayBe(String body, int status) {
        assertThat(send(json(withKey("test-admin", "/api/v1/keys"), body)).status())
                .isEqualTo(status);
    }

    @Test
    void anAdministratorKeepsUsers() {
        staff.ensure("root", "root", Set.of(Role.ADMIN));
        String body = "{\"name\":\"rita\",\"password\":\"%s\",\"roles\":[\"service\"]}";

        assertThat(send(json(withKey("test-admin", "/api/v1/users"), body.formatted("short")))
                        .status())
                .isEqualTo(422);
        assertThat(send(json(withKey("test-admin", "/api/v1/users"), body.formatted("long enough pw")))
                        .body())
                .isEqualTo("{\"name\":\"rita\",\"roles\":[\"service\"]}");
        assertThat(send(anonymous(STAFF).header("Authorization", basic("rita", "long enough pw")))
                        .status())
                .isEqualTo(200);
        assertThat(send(withKey("test-admin", "/api/v1/users/rita").DELETE()).status())
                .isEqualTo(204);
        assertThat(send(anonymous(STAFF).header("Authorization", basic("rita", "long enough pw")))
                        .status())
                .isEqualTo(401);
        assertThat(send(withKey("test-ops", "/api/v1/users")).status()).isEqualTo(403);
    }

    @Test
    void answersCarryTheHeadersThatProtectBrowsers() {
        Answer answer = send(asAlice(CALLER));

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.http().headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void theApiDescribesItselfWithItsConventions() {
        Answer answer = send(anonymous("/v3/api-docs"));

        assertThat(answer.status()).isEqualTo(200);
        var once = answer.json().path("paths").path("/api/v1/probe/once").path("post");
        assertThat(once.path("parameters").findValuesAsText("name")).contains("Idempotency-Key", "X-Shopper-Id");
        assertThat(once.path("responses").path("default").path("content").fieldNames())
                .toIterable()
                .containsExactly("application/problem+json");
        assertThat(answer.json().at("/components/schemas/Problem/properties").has("code"))
                .isTrue();
        assertThat(answer.json().at("/components/securitySchemes").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("bearer", "basic");
        assertThat(answer.body()).doesNotContain("IdempotencyKey\"", "\"Caller\"");
    }
}
