package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.gateway.GatewayWire;
import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Posts messages to UnionPay, within the limits of every gateway. What is sent is never logged. */
final class UnionPayWire {

    private static final int OK = 200;

    /** Answers have three or four thousand bytes. */
    private static final long LONGEST_ANSWER = 256L * 1024;

    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded;charset=UTF-8");

    private final HttpUrl base;
    private final OkHttpClient http;

    UnionPayWire(UnionPaySettings settings) {
        HttpUrl address = HttpUrl.get(settings.baseUrl());
        if (address == null) {
            throw new IllegalArgumentException("orderloom.unionpay.base-url is no http address");
        }
        base = address;
        http = GatewayWire.client(
                        "unionpay",
                        new GatewayWire.Limits(
                                settings.connectTimeout(),
                                settings.readTimeout(),
                                settings.callTimeout(),
                                settings.mostCalls(),
                                settings.rest()))
                .build();
    }

    /** Where a form of this kind goes. */
    HttpUrl address(String endpoint) {
        return base.newBuilder().encodedPath("/gateway/api/" + endpoint).build();
    }

    /**
     * Posts a signed message.
     *
     * @return the body of the answer
     * @throws GatewayWire.NotSent when it did not leave
     * @throws IOException when nobody can say what came of it
     */
    String post(String endpoint, UnionPayFields message) throws IOException {
        Request request = new Request.Builder()
                .url(address(endpoint))
                .post(RequestBody.create(message.asForm(), FORM))
                .build();
        try (Response answer = http.newCall(request).execute()) {
            ResponseBody body = answer.body();
            if (answer.code() != OK || body == null) {
                throw new IOException("HTTP " + answer.code());
            }
            if (body.source().request(LONGEST_ANSWER)) {
                throw new IOException("The answer is too long");
            }
            return body.source().getBuffer().readUtf8();
        }
    }
}
