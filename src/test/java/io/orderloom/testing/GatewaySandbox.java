package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.sandbox.Sandbox;
import io.orderloom.sandbox.SandboxKeys;
import io.orderloom.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A sandbox of a test's own, driven over HTTP as anybody drives it, and the settings of adapters that call it. */
public final class GatewaySandbox implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Made once: eight pairs of keys take longer than most tests. */
    private static final SandboxKeys KEYS = SandboxKeys.generate();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox;
    private final Map<String, String> settings;

    /**
     * @param serviceUrl where the gateways send what they push, without a slash at the end
     * @param hold how long a TIMEOUT keeps an answer back
     */
    public GatewaySandbox(Path directory, String serviceUrl, Duration hold) {
        this(directory, serviceUrl, hold, UnaryOperator.identity());
    }

    /** @param more what else the sandbox shall be like */
    public GatewaySandbox(
            Path directory, String serviceUrl, Duration hold, UnaryOperator<SandboxSettings.Builder> more) {
        sandbox = Sandbox.start(
                more.apply(KEYS.settings().port(0).dataDirectory(directory).timeoutHold(hold))
                        .build());
        settings = KEYS.serviceSettings(sandbox.baseUrl(), serviceUrl);
    }

    public String baseUrl() {
        return sandbox.baseUrl();
    }

    /** The settings of a service that calls this sandbox. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** One of the settings; there must be such a one. */
    public String setting(String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    /** An adapter's settings, with some of them replaced. */
    public <T> T bind(String prefix, Class<T> type, Map<String, String> replaced) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(replaced);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate(prefix, Bindable.of(type));
    }

    /** Lets the next call of this kind fail; {@code effect}: after it was booked. */
    public void fault(String channel, String operation, String answer, boolean effect) {
        post(
                "/sandbox/v1/faults",
                JSON.createObjectNode()
                        .put("channel", channel)
                        .put("operation", operation)
                        .put("answer", answer)
                        .put("effect", effect));
    }

    /** Takes a step in replacing one of WeChat Pay's keys; answers what its owner has to know. */
    public JsonNode weChatPayKey(String kind, String step) {
        return key("wechat-pay", kind, step);
    }

    /** Takes a step in replacing one of a gateway's keys; answers what its owner has to know. */
    public JsonNode key(String gateway, String kind, String step) {
        return post(
                "/sandbox/v1/" + gateway + "/keys",
                JSON.createObjectNode().put("kind", kind).put("step", step));
    }

    /** By what WeChat Pay signs from now on what nobody asked for. */
    public void weChatPaySignsWith(String what) {
        post("/sandbox/v1/wechat-pay/keys", JSON.createObjectNode().put("signWith", what));
    }

    /** Moves its business time on, and does what falls due. */
    public void advance(Duration by) {
        post("/sandbox/v1/clock", JSON.createObjectNode().put("advance", by.toString()));
    }

    public void clearFaults() {
        send(HttpRequest.newBuilder(uri("/sandbox/v1/faults")).DELETE());
    }

    /** The payer pays, and nobody is told. */
    public void pay(String paymentNo) {
        post(
                "/sandbox/v1/payments/" + paymentNo + "/pay",
                JSON.createObjectNode().put("notify", false));
    }

    public JsonNode books() {
        return get("/sandbox/v1/books");
    }

    public JsonNode get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    /** @throws IllegalStateException when the sandbox refuses */
    public JsonNode post(String path, JsonNode body) {
        return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    public void delete(String path) {
        send(HttpRequest.newBuilder(uri(path)).DELETE());
    }

    @Override
    public void close() {
        sandbox.close();
    }

    private URI uri(String path) {
        return URI.create(sandbox.baseUrl() + path);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(
                    request.header("Content-Type", "application/json").build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("The sandbox answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
