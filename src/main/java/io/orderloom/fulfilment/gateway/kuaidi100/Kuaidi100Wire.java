package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts forms to kuaidi100 and reads its JSON; whatever goes wrong becomes an outcome. */
final class Kuaidi100Wire {

    private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100Wire.class);

    private static final int OK = 200;

    private final Kuaidi100Settings settings;
    private final ObjectMapper json;
    private final HttpClient http;

    Kuaidi100Wire(Kuaidi100Settings settings, ObjectMapper json) {
        this.settings = settings;
        this.json = json;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** What an answer that could be read means. */
    interface Reading<T> {
        Outcome<T> of(JsonNode answer);
    }

    /**
     * Calls once.
     *
     * @param what we do, for the log: {@code subscribe to}
     * @param parcel number of the parcel it is about, for the log
     * @param base scheme and host
     */
    <T> Outcome<T> call(
            String what, String parcel, URI base, String path, Map<String, String> form, Reading<T> reading) {
        HttpRequest request = HttpRequest.newBuilder(address(base, path))
                .timeout(settings.callTimeout())
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
        try {
            HttpResponse<String> answer = send(request);
            if (answer.statusCode() != OK) {
                return unknown(what, parcel, "HTTP " + answer.statusCode());
            }
            return reading.of(json.readTree(answer.body()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            LOG.warn("kuaidi100 could not be reached to {} parcel {}", what, parcel);
            return new Outcome.NotExecuted<>("No connection to kuaidi100");
        } catch (JsonProcessingException e) {
            return unknown(what, parcel, "An answer that is no JSON");
        } catch (IOException e) {
            return unknown(what, parcel, e.getClass().getSimpleName());
        } catch (Kuaidi100Track.Unreadable e) {
            return unknown(what, parcel, String.valueOf(e.getMessage()));
        }
    }

    static <T> Outcome<T> unknown(String what, String parcel, String reason) {
        LOG.warn("kuaidi100 did not say what came of it to {} parcel {}: {}", what, parcel, reason);
        return new Outcome.Unknown<>(reason);
    }

    /** The client's own timeout ends with the answer's head; this one goes to the end of the body. */
    private HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> call =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return call.get(settings.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new InterruptedIOException("No whole answer in time");
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        }
    }

    private static URI address(URI host, String path) {
        String base = host.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
