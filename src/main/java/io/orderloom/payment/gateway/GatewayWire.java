package io.orderloom.payment.gateway;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP below the vendors' SDKs: nothing is sent twice, nothing waits for ever, a gateway in trouble is
 * left alone, and of every failure it is known whether anything had been sent.
 */
public final class GatewayWire {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayWire.class);

    /** So many of the last calls are looked at, and none is refused before there were so many. */
    private static final int LOOKED_AT = 20;

    /** In per cent; lower would punish a gateway for a few slow minutes. */
    private static final int TOO_MANY_FAILURES = 80;

    /** As many as ask at once: a gateway that is back is not kept waiting by the number of those who look. */
    private static final int PROBES = 10;

    private static final int TOO_FAST = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(200);

    /** As long as the SDK's own default keeps them; a shorter idle time than the gateway's avoids dead ones. */
    private static final int IDLE_SECONDS = 7;

    private static final int IDLE_CONNECTIONS = 16;

    /** How long a file may take; between two pieces of it the gateway's own limit holds. */
    public static final Duration LONGEST_DOWNLOAD = Duration.ofMinutes(10);

    private GatewayWire() {}

    /**
     * How much a gateway may take.
     *
     * @param connectTimeout for making a connection
     * @param readTimeout between two pieces of an answer
     * @param callTimeout for the call from end to end
     * @param mostCalls how many calls may be under way at once, so that a slow gateway does not take every thread
     * @param mostCallsPerSecond how many calls may begin in a second
     * @param rest how long a gateway that only fails is left alone
     */
    public record Limits(
            Duration connectTimeout,
            Duration readTimeout,
            Duration callTimeout,
            int mostCalls,
            int mostCallsPerSecond,
            Duration rest) {}

    /** No connection was made, or the call was not even tried: nothing was sent. */
    public static final class NotSent extends IOException {

        private static final long serialVersionUID = 1L;

        NotSent(IOException cause) {
            super("Nothing was sent", cause);
        }

        public NotSent(String message) {
            super(message);
        }
    }

    /** A client for one gateway; further interceptors run below pace, bulkhead and breaker. */
    public static OkHttpClient.Builder client(String gateway, Limits limits) {
        return client(gateway, limits, answer -> answer.code() == TOO_FAST);
    }

    /** @param saysTooFast whether the gateway wants to be called more slowly; usually that is what HTTP 429 says */
    public static OkHttpClient.Builder client(String gateway, Limits limits, Predicate<Response> saysTooFast) {
        return plainClient(limits)
                .addInterceptor(new Journey(gateway, limits, saysTooFast))
                .addNetworkInterceptor(GatewayWire::departed);
    }

    /** For what is no payment: without pace, bulkhead and breaker, whose figures it would spoil. */
    public static OkHttpClient.Builder plainClient(Limits limits) {
        return new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
                // A connection that breaks then takes one call with it, never several.
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(limits.connectTimeout())
                .readTimeout(limits.readTimeout())
                .writeTimeout(limits.readTimeout())
                .callTimeout(limits.callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false);
    }

    /** Whether it is certain that the gateway never heard of the call. */
    public static boolean notSent(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSent) {
                return true;
            }
        }
        return false;
    }

    /** Network interceptors run once there is a connection, and not before. */
    private static Response departed(Interceptor.Chain chain) throws IOException {
        Departure departure = chain.request().tag(Departure.class);
        if (departure != null) {
            departure.happened = true;
        }
        return chain.proceed(chain.request());
    }

    private static final class Departure {
        private boolean happened;
    }

    /** Runs around the whole call. */
    private static final class Journey implements Interceptor {

        private final String gateway;
        private final Pace pace;
        private final Predicate<Response> saysTooFast;
        private final Bulkhead bulkhead;
        private final CircuitBreaker breaker;

        Journey(String gateway, Limits limits, Predicate<Response> saysTooFast) {
            this.gateway = gateway;
            this.saysTooFast = saysTooFast;
            pace = new Pace(gateway, limits.mostCallsPerSecond());
            bulkhead = Bulkhead.of(
                    gateway,
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(limits.mostCalls())
                            .maxWaitDuration(LONGEST_QUEUE)
                            .build());
            breaker = CircuitBreaker.of(
                    gateway,
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(LOOKED_AT)
                            .minimumNumberOfCalls(LOOKED_AT)
                            .failureRateThreshold(TOO_MANY_FAILURES)
                            .waitDurationInOpenState(limits.rest())
                            .permittedNumberOfCallsInHalfOpenState(PROBES)
                            .build());
            breaker.getEventPublisher()
                    .onStateTransition(event -> LOG.warn(
                            "The breaker of {} turned from {} to {}",
                            gateway,
                            event.getStateTransition().getFromState(),
                            event.getStateTransition().getToState()));
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            if (!pace.awaitTurn()) {
                throw new NotSent("Too many calls have begun within a second");
            }
            if (!bulkhead.tryAcquirePermission()) {
                throw new NotSent("Too many calls are under way");
            }
            try {
                if (!breaker.tryAcquirePermission()) {
                    throw new NotSent(gateway + " only fails and is left alone for a while");
                }
                return observed(chain);
            } finally {
                bulkhead.onComplete();
            }
        }

        private Response observed(Chain chain) throws IOException {
            long start = breaker.getCurrentTimestamp();
            try {
                Response answer = travelled(chain);
                pace.answered(saysTooFast.test(answer));
                if (answer.code() >= SERVER_ERROR) {
                    breaker.onError(
                            elapsed(start), breaker.getTimestampUnit(), new IOException("HTTP " + answer.code()));
                } else {
                    breaker.onSuccess(elapsed(start), breaker.getTimestampUnit());
                }
                return answer;
            } catch (IOException | RuntimeException e) {
                breaker.onError(elapsed(start), breaker.getTimestampUnit(), e);
                throw e;
            }
        }

        private long elapsed(long start) {
            return breaker.getCurrentTimestamp() - start;
        }

        private Response travelled(Chain chain) throws IOException {
            Departure departure = new Departure();
            try {
                return chain.proceed(chain.request()
                        .newBuilder()
                        .tag(Departure.class, departure)
                        .build());
            } catch (IOException e) {
                throw departure.happened ? e : new NotSent(e);
            }
        }
    }
}
