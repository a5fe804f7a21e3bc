package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.FileItem;
import com.alipay.api.internal.util.AbstractHttpClient;
import com.alipay.api.internal.util.AlipayLogger;
import io.orderloom.payment.gateway.GatewayWire;
import io.orderloom.payment.gateway.GatewayWire.Limits;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP below Alipay's SDK. Its own would send a POST again when a kept connection breaks, and log the
 * whole signed request when anything goes wrong.
 */
final class AlipayWire extends AbstractHttpClient {

    private final OkHttpClient http;

    private AlipayWire(OkHttpClient http) {
        this.http = http;
    }

    /** @throws IllegalArgumentException when the SDK does not take the settings */
    static AlipayCalls client(AlipaySettings settings, AlipayKeys keys) {
        return client(
                settings, keys, GatewayWire.client("Alipay", limits(settings)).build());
    }

    /** For what is no payment: without pace, bulkhead and breaker, whose figures it would spoil. */
    static AlipayCalls billClient(AlipaySettings settings, AlipayKeys keys) {
        return client(settings, keys, GatewayWire.plainClient(limits(settings)).build());
    }

    /** For files, which take as long as they are; only silence ends them. */
    static OkHttpClient downloads(AlipaySettings settings) {
        return GatewayWire.plainClient(limits(settings))
                .callTimeout(GatewayWire.LONGEST_DOWNLOAD)
                .build();
    }

    private static Limits limits(AlipaySettings settings) {
        return new Limits(
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.callTimeout(),
                settings.mostCalls(),
                settings.mostCallsPerSecond(),
                settings.rest());
    }

    private static AlipayCalls client(AlipaySettings settings, AlipayKeys keys, OkHttpClient http) {
        AlipayLogger.setNeedEnableLogger(false);
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(settings.gatewayUrl().toString());
        config.setAppId(settings.appId());
        config.setFormat("json");
        config.setCharset("UTF-8");
        config.setSignType("RSA2");
        try {
            AlipayCalls client = new AlipayCalls(config, keys);
            client.setCustomizedHttpClient(new AlipayWire(http));
            return client;
        } catch (AlipayApiException e) {
            throw new IllegalArgumentException("Alipay's SDK does not take the settings below orderloom.alipay", e);
        }
    }

    @Override
    public String doPost(
            String url, Map<String, String> form, String charset, @Nullable Map<String, String> answerHeaders)
            throws IOException {
        FormBody.Builder body = new FormBody.Builder(Charset.forName(charset));
        form.forEach((name, value) -> {
            if (name != null && value != null) {
                body.add(name, value);
            }
        });
        Request request = new Request.Builder()
                .url(url)
                .header("Accept", "text/xml,text/javascript,application/json")
                .post(body.build())
                .build();
        try (Response answer = http.newCall(request).execute()) {
            ResponseBody text = answer.body();
            if (!answer.isSuccessful() || text == null) {
                throw new IOException("HTTP " + answer.code());
            }
            return text.string();
        }
    }

    @Override
    public String doPost(
            String url,
            Map<String, String> form,
            Map<String, FileItem> files,
            String charset,
            @Nullable Map<String, String> answerHeaders) {
        throw new UnsupportedOperationException("Nothing is uploaded to Alipay");
    }
}
