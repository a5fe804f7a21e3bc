package io.orderloom.payment.gateway;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/**
 * How fast a gateway is called. One that says "too fast" is called only now and then until it says something else:
 * who goes on at full speed against refusals is shut out for longer.
 */
final class Pace {

    /** WeChat Pay shuts out who is refused more than six times a second (its document of refunds). */
    private static final int WHILE_REFUSED = 5;

    /** A rush is spread over so long a time; whoever would have to wait longer is told so at once. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final int usual;
    private final RateLimiter turns;

    /** @param usual the most calls in a second */
    Pace(String gateway, int usual) {
        this.usual = usual;
        turns = RateLimiter.of(
                gateway,
                RateLimiterConfig.custom()
                        .limitForPeriod(usual)
                        .limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(LONGEST_WAIT)
                        .build());
    }

    /** Waits for the next turn. @return whether there was one within a bearable time */
    boolean awaitTurn() {
        return turns.acquirePermission();
    }

    /** Remembers what the last answer said. */
    void answered(boolean tooFast) {
        int limit = turns.getRateLimiterConfig().getLimitForPeriod();
        if (tooFast && limit != Math.min(usual, WHILE_REFUSED)) {
            turns.changeLimitForPeriod(Math.min(usual, WHILE_REFUSED));
            turns.drainPermissions();
        } else if (!tooFast && limit != usual) {
            turns.changeLimitForPeriod(usual);
        }
    }
}
