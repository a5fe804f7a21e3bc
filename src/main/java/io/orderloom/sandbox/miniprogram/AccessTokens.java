package io.orderloom.sandbox.miniprogram;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Access tokens by the wire clock: two hours; a replaced one is good for five minutes more. They are not
 * kept over a restart, as clients must cope with a token that stops working.
 */
final class AccessTokens {

    private static final Duration LIFE = Duration.ofHours(2);
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final MiniProgramSettings settings;
    private final Supplier<Instant> wireClock;
    private final Map<String, Instant> expiries = new HashMap<>();
    private String stable = "";

    AccessTokens(MiniProgramSettings settings, Supplier<Instant> wireClock) {
        this.settings = settings;
        this.wireClock = wireClock;
    }

    /** {@code POST /cgi-bin/stable_token}: the same token until it is old or renewed by force. */
    synchronized HttpAnswer stableToken(HttpCall call) {
        JsonNode body = call.json().orElseThrow(() -> WeChatError.refusal(47001, "data format error"));
        checkCredentials(
                body.path("grant_type").asText(),
                body.path("appid").asText(),
                body.path("secret").asText());
        Instant now = wireClock.get();
        Instant expiry = expiries.getOrDefault(stable, now);
        if (body.path("force_refresh").asBoolean() || !expiry.minus(GRACE).isAfter(now)) {
            stable = issue(stable);
            expiry = now.plus(LIFE);
        }
        return token(stable, Duration.between(now, expiry));
    }

    /** {@code GET /cgi-bin/token}: a new token each time. */
    synchronized HttpAnswer token(HttpCall call) {
        checkCredentials(
                call.query("grant_type").orElse(""),
                call.query("appid").orElse(""),
                call.query("secret").orElse(""));
        return token(issue(""), LIFE);
    }

    /** @throws io.orderloom.sandbox.wire.Refused 40001 or 42001 */
    synchronized void check(HttpCall call) {
        Instant expiry = expiries.get(call.query("access_token").orElse(""));
        if (expiry == null) {
            throw WeChatError.refusal(40001, "invalid credential, access_token is invalid or not latest");
        }
        if (!expiry.isAfter(wireClock.get())) {
            throw WeChatError.refusal(42001, "access_token expired");
        }
    }

    /** Makes every token worthless. */
    synchronized void revokeAll() {
        expiries.clear();
    }

    void checkCredentials(String grantType, String appId, String secret) {
        if (!grantType.equals("client_credential")) {
            throw WeChatError.refusal(40002, "invalid grant_type");
        }
        checkApp(appId, secret);
    }

    void checkApp(String appId, String secret) {
        if (!appId.equals(settings.appId())) {
            throw WeChatError.refusal(40013, "invalid appid");
        }
        if (!secret.equals(settings.appSecret())) {
            throw WeChatError.refusal(40125, "invalid appsecret");
        }
    }

    private String issue(String replaced) {
        Instant now = wireClock.get();
        expiries.computeIfPresent(replaced, (old, expiry) -> now.plus(GRACE));
        String token = "sandbox_" + Randoms.alphanumeric(128);
        expiries.put(token, now.plus(LIFE));
        return token;
    }

    private static HttpAnswer token(String token, Duration life) {
        return HttpAnswer.json(200, Json.object().put("access_token", token).put("expires_in", life.toSeconds()));
    }
}
