package io.orderloom.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Lets the demo's page play the carrier: hands a parcel's news to the sandbox, which pushes it like the real one. */
@Component
@OnlyInDemo
public class MoveParcel {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final SandboxBesideService sandbox;
    private final ObjectMapper json;

    MoveParcel(SandboxBesideService sandbox, ObjectMapper json) {
        this.sandbox = sandbox;
        this.json = json;
    }

    /** The sandbox did not answer. */
    public static final class SandboxAway extends Problem {

        private static final long serialVersionUID = 1L;

        SandboxAway() {
            super(Kind.UNAVAILABLE, "SANDBOX_AWAY", "The sandbox does not answer.");
        }
    }

    /**
     * @param state as the sandbox names it, for instance {@code SIGNED}
     * @throws Problem when the sandbox does not know the parcel or the state, or is away
     */
    public void to(String trackingNo, String state) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.address()
                            + "/sandbox/v1/parcels/"
                            + URLEncoder.encode(trackingNo, StandardCharsets.UTF_8)
                                    .replace("+", "%20")
                            + "/events"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(Map.of("state", state))))
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == 404) {
                throw new NotFound();
            }
            if (status >= 400) {
                throw new InvalidRequest("/state", "NOT_A_STATE", "The carrier knows no such state.");
            }
        } catch (IOException e) {
            throw new SandboxAway();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxAway();
        }
    }
}
