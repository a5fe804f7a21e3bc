package io.orderloom.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.access.web.SignedIn;
import io.orderloom.shared.ShopperId;
import jakarta.servlet.FilterChain;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;

class RateLimitsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final RateLimits limits = new RateLimits(
            new WebSettings(
                    DataSize.ofMegabytes(1),
                    DataSize.ofMegabytes(6),
                    new WebSettings.Idempotency(Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(30)),
                    new WebSettings.RateLimit(
                            true,
                            new WebSettings.Bucket(10, 2),
                            new WebSettings.Bucket(0, 0),
                            new WebSettings.Bucket(0, 0),
                            new WebSettings.Bucket(3, 1),
                            new WebSettings.Bucket(5, 1))),
            () -> now,
            new ProblemWriter(new ObjectMapper()));

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    private MockHttpServletResponse request(String method, String path) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain served = (in, out) -> {};
        limits.doFilter(new MockHttpServletRequest(method, path), response, served);
        return response;
    }

    private long served(int times, String method) {
        return IntStream.range(0, times)
                .filter(i -> {
                    try {
                        return request(method, "/api/v1/orders").getStatus() == 200;
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .count();
    }

    private static void signIn(String shopper) {
        SignedIn.as(new Caller(Caller.Kind.KEY, "shop", Set.of(Role.SHOP), new ShopperId(shopper)));
    }

    @Test
    void whoAsksTooOftenIsToldToWaitAndOthersAreServed() throws Exception {
        signIn("alice");
        assertThat(served(30, "POST")).isEqualTo(10);
        MockHttpServletResponse refused = request("POST", "/api/v1/orders");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getContentAsString()).contains("TOO_MANY_REQUESTS");
        assertThat(served(100, "GET")).isEqualTo(100);

        signIn("bob");
        assertThat(served(5, "POST")).isEqualTo(5);
    }

    @Test
    void whoWaitsIsServedAgain() {
        signIn("alice");
        served(30, "POST");

        now = now.plusSeconds(1);
        assertThat(served(30, "POST")).isEqualTo(2);
        now = now.plusSeconds(3600);
        assertThat(served(30, "POST")).isEqualTo(10);
    }

    @Test
    void strangersShareTheirAddressAndGatewaysAreNeverRefused() throws Exception {
        assertThat(served(10, "POST")).isEqualTo(3);
        for (int i = 0; i < 20; i++) {
            assertThat(request("POST", "/webhooks/alipay").getStatus()).isEqualTo(200);
        }
    }

    @Test
    void whoSendsForgedNotificationsIsNotListenedToForAWhile_whileTheGatewayIs() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(notification("203.0.113.9", 401).getStatus()).isEqualTo(401);
        }
        MockHttpServletResponse unheard = notification("203.0.113.9", 200);
        assertThat(unheard.getStatus()).isEqualTo(429);
        assertThat(unheard.getHeader("Retry-After")).isEqualTo("1");
        assertThat(notification("198.51.100.7", 200).getStatus()).isEqualTo(200);

        now = now.plusSeconds(2);
        assertThat(notification("203.0.113.9", 200).getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse notification(String from, int answer) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/webhooks/wechat-pay/payments");
        request.setRemoteAddr(from);
        MockHttpServletResponse response = new MockHttpServletResponse();
        FilterChain answering = (in, out) -> response.setStatus(answer);
        limits.doFilter(request, response, answering);
        return response;
    }
}
