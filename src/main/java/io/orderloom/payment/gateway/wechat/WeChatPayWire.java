package io.orderloom.payment.gateway.wechat;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP below WeChat Pay's SDK: nothing is sent twice, nothing waits for ever, a gateway in trouble is
 * left alone, and of every failure it is known whether anything had been sent.
 */
final class WeChatPayWire {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayWire.class);

    /** So many of the last calls are looked at, and none is refused before there were so many. */
    private static final int LOOKED_AT = 20;

    /** In per cent; lower would punish a gateway for a few slow minutes. */
    private static final int TOO_MANY_FAILURES = 80;

    private static final int PROBES = 3;
    private static final int SERVER_ERROR = 500;
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(200);

    /** As long as the SDK's own default keeps them; a shorter idle time than the gateway's avoids dead ones. */
    private static final int IDLE_SECONDS = 7;

    private static final int IDLE_CONNECTIONS = 16;

    /** "The payer is paying" comes as 202 with a code: a refusal that HTTP, and with it the SDK, takes for success. */
    private static final int ACCEPTED = 202;

    private static final int REFUSED = 400;

    private WeChatPayWire() {}

    /** No connection was made, or the call was not even tried: nothing was sent. */
    static final class NotSent extends IOException {

        private static final long serialVersionUID = 1L;

        NotSent(IOException cause) {
            super("Nothing was sent", cause);
        }

        NotSent(String message) {
            super(message);
        }
    }

    static OkHttpClient client(WeChatPaySettings settings) {
        return new OkHttpClient.Builder()
                // The SDK finds the answer's signature headers only in the case in which HTTP/1.1 leaves them.
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.readTimeout())
                .writeTimeout(settings.readTimeout())
                .callTimeout(settings.callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .addInterceptor(new Journey(settings))
                .addNetworkInterceptor(WeChatPayWire::departed)
                .build();
    }

    /** For what is no payment: without breaker and bulkhead, whose figures it would spoil. */
    static OkHttpClient plainClient(WeChatPaySettings settings) {
        return new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(settings.connectTimeout())
                .readTimeout(settings.readTimeout())
                .callTimeout(settings.callTimeout())
                .followRedirects(false)
                .followSslRedirects(false)
                .addInterceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .url(redirected(chain.request().url(), settings.baseUrl()))
                        .build()))
                .build();
    }

    /** Whether it is certain that the gateway never heard of the call. */
    static boolean notSent(Throwable failure) {
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

        private final @Nullable URI base;
        private final Bulkhead bulkhead;
        private final CircuitBreaker breaker;

        Journey(WeChatPaySettings settings) {
            base = settings.baseUrl();
            bulkhead = Bulkhead.of(
                    "wechat-pay",
                    BulkheadConfig.custom()
                            .maxConcurrentCalls(settings.mostCalls())
                            .maxWaitDuration(LONGEST_QUEUE)
                            .build());
            breaker = CircuitBreaker.of(
                    "wechat-pay",
                    CircuitBreakerConfig.custom()
                            .slidingWindowSize(LOOKED_AT)
                            .minimumNumberOfCalls(LOOKED_AT)
                            .failureRateThreshold(TOO_MANY_FAILURES)
                            .waitDurationInOpenState(settings.rest())
                            .permittedNumberOfCallsInHalfOpenState(PROBES)
                            .build());
            breaker.getEventPublisher()
                    .onStateTransition(event -> LOG.warn(
                            "WeChat Pay's breaker turned from {} to {}",
                            event.getStateTransition().getFromState(),
                            event.getStateTransition().getToState()));
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            if (!bulkhead.tryAcquirePermission()) {
                throw new NotSent("Too many calls are under way");
            }
            try {
                if (!breaker.tryAcquirePermission()) {
                    throw new NotSent("WeChat Pay only fails and is left alone for a while");
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
            Request request = chain.request();
            Request travelling = request.newBuilder()
                    .url(redirected(request.url(), base))
                    .tag(Departure.class, departure)
                    .build();
            try {
                Response answer = chain.proceed(travelling);
                return answer.code() == ACCEPTED
                        ? answer.newBuilder().code(REFUSED).build()
                        : answer;
            } catch (IOException e) {
                throw departure.happened ? e : new NotSent(e);
            }
        }
    }

    /** The SDK signs path and query, never the host, so the host may be another. */
    private static HttpUrl redirected(HttpUrl url, @Nullable URI base) {
        HttpUrl other = base == null ? null : HttpUrl.get(base);
        return other == null
                ? url
                : url.newBuilder()
                        .scheme(other.scheme())
                        .host(other.host())
                        .port(other.port())
                        .build();
    }
}
