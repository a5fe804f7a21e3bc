package io.orderloom.payment.gateway.wechat;

import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.payment.gateway.GatewayWire.Limits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP below WeChat Pay's SDK. */
final class WeChatPayWire {

    /** "The payer is paying" comes as 202 with a code: a refusal that HTTP, and with it the SDK, takes for success. */
    private static final int ACCEPTED = 202;

    private static final int REFUSED = 400;

    private static final int TOO_FAST = 429;

    /** The SDK looks them up by exactly this spelling, while HTTP/2 and many a proxy write names in lower case. */
    private static final List<String> SPELLINGS = List.of(
            "Wechatpay-Timestamp",
            "Wechatpay-Nonce",
            "Wechatpay-Serial",
            "Wechatpay-Signature",
            "Wechatpay-Signature-Type",
            "Request-ID");

    private WeChatPayWire() {}

    static OkHttpClient client(WeChatPaySettings settings) {
        return GatewayWire.client("WeChat Pay", limits(settings), WeChatPayWire::saysTooFast)
                .addInterceptor(towards(settings.baseUrl()))
                .build();
    }

    /** For what is no payment: without pace, bulkhead and breaker, whose figures it would spoil. */
    static OkHttpClient plainClient(WeChatPaySettings settings) {
        return GatewayWire.plainClient(limits(settings))
                .addInterceptor(towards(settings.baseUrl()))
                .build();
    }

    /** For files, which take as long as they are; only silence ends them. */
    static OkHttpClient downloads(WeChatPaySettings settings) {
        return plainClient(settings)
                .newBuilder()
                .callTimeout(GatewayWire.LONGEST_DOWNLOAD)
                .build();
    }

    /** A payment that its payer is about to confirm is not closed with the same words: that is no matter of pace. */
    private static boolean saysTooFast(Response answer) {
        return answer.code() == TOO_FAST
                && !answer.request().url().encodedPath().endsWith("/close");
    }

    private static Limits limits(WeChatPaySettings settings) {
        return new Limits(
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.callTimeout(),
                settings.mostCalls(),
                settings.mostCallsPerSecond(),
                settings.rest());
    }

    private static Interceptor towards(@Nullable URI base) {
        return chain -> travelled(chain, base);
    }

    private static Response travelled(Interceptor.Chain chain, @Nullable URI base) throws IOException {
        Response answer = chain.proceed(chain.request()
                .newBuilder()
                .url(redirected(chain.request().url(), base))
                .build());
        Response.Builder read = answer.newBuilder().code(answer.code() == ACCEPTED ? REFUSED : answer.code());
        for (String name : SPELLINGS) {
            String value = answer.header(name);
            if (value != null) {
                read.header(name, value);
            }
        }
        return read.build();
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
