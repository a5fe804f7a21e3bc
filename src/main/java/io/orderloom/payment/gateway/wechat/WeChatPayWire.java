package io.orderloom.payment.gateway.wechat;

import java.io.IOException;
import java.net.URI;
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

/**
 * The HTTP below WeChat Pay's SDK: nothing is sent twice, nothing waits for ever, and of every failure it
 * is known whether anything had been sent.
 */
final class WeChatPayWire {

    /** As long as the SDK's own default keeps them; a shorter idle time than the gateway's avoids dead ones. */
    private static final int IDLE_SECONDS = 7;

    private static final int IDLE_CONNECTIONS = 16;

    /** "The payer is paying" comes as 202 with a code: a refusal that HTTP, and with it the SDK, takes for success. */
    private static final int ACCEPTED = 202;

    private static final int REFUSED = 400;

    private WeChatPayWire() {}

    /** No connection was made, so nothing was sent. */
    static final class NotSent extends IOException {

        private static final long serialVersionUID = 1L;

        NotSent(IOException cause) {
            super("Nothing was sent", cause);
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
                .addInterceptor(new Journey(settings.baseUrl()))
                .addNetworkInterceptor(WeChatPayWire::departed)
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

    /**
     * Runs around the whole call. The SDK signs path and query, never the host, so the host may be another.
     *
     * @param base where calls go instead of to the real WeChat Pay
     */
    private record Journey(@Nullable URI base) implements Interceptor {

        @Override
        public Response intercept(Chain chain) throws IOException {
            Departure departure = new Departure();
            Request request = chain.request();
            Request travelling = request.newBuilder()
                    .url(redirected(request.url()))
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

        private HttpUrl redirected(HttpUrl url) {
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
}
