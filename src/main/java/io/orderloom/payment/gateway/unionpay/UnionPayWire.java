package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.gateway.BillText;
import io.orderloom.payment.gateway.GatewayWire;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private final HttpUrl files;
    private final OkHttpClient http;
    private final OkHttpClient downloads;

    UnionPayWire(UnionPaySettings settings) {
        base = address(settings.baseUrl(), "base-url");
        files = address(settings.fileUrl(), "file-url");
        GatewayWire.Limits limits = new GatewayWire.Limits(
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.callTimeout(),
                settings.mostCalls(),
                settings.mostCallsPerSecond(),
                settings.rest());
        http = GatewayWire.client("unionpay", limits).build();
        // A file takes as long as it is; only silence ends it, and it says nothing of how payments fare.
        downloads = GatewayWire.plainClient(limits)
                .callTimeout(GatewayWire.LONGEST_DOWNLOAD)
                .build();
    }

    private static HttpUrl address(URI setting, String name) {
        HttpUrl address = HttpUrl.get(setting);
        if (address == null) {
            throw new IllegalArgumentException("orderloom.unionpay." + name + " is no http address");
        }
        return address;
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
        try (Response answer = http.newCall(request(address(endpoint), message)).execute()) {
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

    /**
     * Posts a signed message that asks for a file.
     *
     * @param file takes the body of the answer, which may be long
     * @throws IOException when it did not come
     */
    void download(UnionPayFields message, Path file) throws IOException {
        try (Response answer = downloads.newCall(request(files, message)).execute()) {
            ResponseBody body = answer.body();
            if (answer.code() != OK || body == null) {
                throw new IOException("HTTP " + answer.code());
            }
            try (InputStream bytes = BillText.download(body.byteStream())) {
                Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Request request(HttpUrl address, UnionPayFields message) {
        return new Request.Builder()
                .url(address)
                .post(RequestBody.create(message.asForm(), FORM))
                .build();
    }
}
