package io.orderloom.sandbox.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries notifications and pushes to the merchant and brings back what it was told. Waits five seconds. */
public final class Courier {

    /**
     * What the merchant said.
     *
     * @param status HTTP status; 0 when there was no answer
     */
    public record Reply(int status, String body) {

        public boolean succeeded() {
            return status >= 200 && status < 300;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    public Reply carry(Outbound outbound) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(outbound.url()))
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(outbound.body()));
            outbound.headers().forEach(request::header);
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(response.statusCode(), response.body());
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("No answer from {}", outbound.url(), e);
            return new Reply(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(0, "");
        }
    }
}
