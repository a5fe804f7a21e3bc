package io.orderloom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.orderloom.access.ApiKeys;
import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Starts the slim service once for all tests that extend this, and speaks HTTP with it. */
@SpringBootTest(
        classes = SlimService.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "orderloom.mode=demo",
            "orderloom.test.probe=true",
            "server.tomcat.connection-timeout=1s",
            "orderloom.web.idempotency.patience=1s",
            "orderloom.web.rate-limit.enabled=false"
        })
public abstract class SlimServiceTest {

    private static final TestDatabase DATABASE = Servers.mariaDb();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    protected int port;

    @Autowired
    private ApiKeys keys;

    @Autowired
    protected SlimService.Clocks clocks;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", DATABASE::url);
        properties.add("spring.datasource.username", DATABASE::username);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeEach
    void keysOfEveryRole() {
        for (Role role : Role.values()) {
            if (role != Role.SHOPPER) {
                keys.ensure("test-" + role.key(), role, "test-" + role.key());
            }
        }
        keys.ensure("another-shop", Role.SHOP, "another-shop");
    }

    /** An answer with its body as text. */
    public record Answer(HttpResponse<String> http) {

        public int status() {
            return http.statusCode();
        }

        public String body() {
            return http.body();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(http.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON: " + http.body(), e);
            }
        }

        public String code() {
            return json().path("code").asText();
        }
    }

    protected HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    protected HttpRequest.Builder withKey(String key, String path) {
        return anonymous(path).header("Authorization", "Bearer " + key);
    }

    protected HttpRequest.Builder asAlice(String path) {
        return withKey("test-shop", path).header("X-Shopper-Id", "alice");
    }

    protected static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    protected static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends bytes as they are and reads until the server closes, for what no client would send. */
    protected String raw(String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
