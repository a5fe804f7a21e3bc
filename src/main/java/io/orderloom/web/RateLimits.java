package io.orderloom.web;

import io.orderloom.shared.WireClock;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps one caller from taking the shop away from the others: a token bucket for each shopper, program,
 * member of staff and unknown address, in this node's memory.
 */
class RateLimits extends OncePerRequestFilter {

    private static final int MANY = 50_000;
    private static final String WEBHOOKS = "/webhooks/";

    private final WebSettings.RateLimit settings;
    private final WireClock clock;
    private final ProblemWriter problems;
    private final ConcurrentMap<String, Level> levels = new ConcurrentHashMap<>();

    /** What is left in a bucket, as of a moment. */
    private record Level(double tokens, Instant asOf, WebSettings.Bucket bucket) {

        Level at(Instant now) {
            double gained = Duration.between(asOf, now).toNanos() / 1e9 * bucket.perSecond();
            return new Level(Math.min(bucket.burst(), tokens + Math.max(0, gained)), now, bucket);
        }

        boolean isFullAt(Instant now) {
            return at(now).tokens >= bucket.burst();
        }
    }

    RateLimits(WebSettings settings, WireClock clock, ProblemWriter problems) {
        this.settings = settings.rateLimit();
        this.clock = clock;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        // a probe must never be told to slow down
        return !settings.enabled() || path.startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().startsWith(WEBHOOKS)) {
            notification(request, response, chain);
            return;
        }
        Caller caller = Callers.current().orElse(null);
        boolean reads = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
        boolean admitted;
        if (caller == null) {
            admitted = reads || take("address:" + request.getRemoteAddr(), settings.address());
        } else if (caller.shopper() != null) {
            admitted = reads
                    ? take("reads:" + caller.owner(), settings.shopperReads())
                    : take("writes:" + caller.owner(), settings.shopperWrites());
        } else {
            admitted = take(caller.owner(), settings.program());
        }
        if (admitted) {
            chain.doFilter(request, response);
        } else {
            refuse(request, response);
        }
    }

    /**
     * Gateways come in bursts of their own and are never counted; only what was refused is. An address that sent
     * too much of that is not listened to for a while, which costs neither reading nor a signature check.
     */
    private void notification(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String source = "refused:" + request.getRemoteAddr();
        if (isEmpty(source)) {
            refuse(request, response);
            return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() >= 400 && response.getStatus() < 500) {
            take(source, settings.refusedNotifications());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        problems.write(request, response, ProblemReading.ofStatus(429).document());
    }

    private boolean isEmpty(String name) {
        Level level = levels.get(name);
        return level != null && level.at(clock.now()).tokens < 1;
    }

    boolean take(String name, WebSettings.Bucket bucket) {
        Instant now = clock.now();
        if (levels.size() > MANY) {
            levels.values().removeIf(level -> level.isFullAt(now));
        }
        Level after = levels.compute(name, (same, level) -> {
            Level filled = level == null ? new Level(bucket.burst(), now, bucket) : level.at(now);
            return new Level(filled.tokens >= 1 ? filled.tokens - 1 : -1, now, bucket);
        });
        if (after.tokens >= 0) {
            return true;
        }
        levels.computeIfPresent(name, (same, level) -> level.tokens < 0 ? new Level(0, level.asOf, bucket) : level);
        return false;
    }
}
