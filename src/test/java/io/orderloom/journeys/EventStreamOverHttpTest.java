package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events of the shop for programs without a broker: page by page, or as a stream that goes on. */
class EventStreamOverHttpTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);
    private final Api ops = service.api().as("demo-ops");

    @Test
    void aPollerGoesOnFromItsCursorAndComesToAnEmptyPage() {
        String end = toTheEnd("");
        String orderNo = shop.placeBaseOrder();

        JsonNode page =
                ShopDriver.await(() -> ops.get("/api/v1/events?after=" + end).body(), answer -> !answer.path("items")
                        .isEmpty());
        assertThat(page.path("items").path(0).path("subject").asText()).isEqualTo(orderNo);
        assertThat(page.path("items").path(0).path("sequence").asLong()).isEqualTo(1);
        String next = page.path("next").asText();
        Answer after = ops.get("/api/v1/events?after=" + next);
        assertThat(after.body().path("items")).isEmpty();
        assertThat(after.text("next")).isEqualTo(next);
    }

    @Test
    void aFollowerThatComesBackNamesTheLastEventItSaw() throws Exception {
        String end = toTheEnd("");
        String orderNo = shop.placeBaseOrder();
        String first = follow("after=" + end, "", "data:");
        assertThat(first).contains("\"subject\":\"" + orderNo + "\"").contains("\"sequence\":1");

        String lastId = follow("after=" + end, "", "id:").substring("id:".length());
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        String second = follow("after=" + end, lastId, "data:");
        assertThat(second).contains("\"type\":\"order.paid.v1\"").contains("\"sequence\":2");
    }

    @ParameterizedTest
    @CsvSource({"demo-shop, 200", "demo-ops, 200", "demo-warehouse, 403", "demo-merchant, 403", "nobody-knows-me, 401"})
    void onlyTheShopAndOperatorsReadEvents(String key, int status) {
        assertThat(service.api().as(key).get("/api/v1/events").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-1", "x", "1.5", "9999999999999999999", "%00"})
    void aCursorThatWasNeverGivenOutIsRefused(String cursor) {
        Answer answer = ops.get("/api/v1/events?after=" + cursor);
        assertThat(answer.status()).isEqualTo(400);
    }

    private String toTheEnd(String from) {
        String cursor = from;
        while (true) {
            JsonNode page = ops.get("/api/v1/events?after=" + cursor).body();
            if (page.path("items").isEmpty()) {
                return page.path("next").asText();
            }
            cursor = page.path("next").asText();
        }
    }

    /** The first line of the stream that begins like this. */
    private String follow(String query, String lastEventId, String prefix) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/events?" + query))
                .header("Authorization", "Bearer demo-shop")
                .header("Accept", "text/event-stream")
                .timeout(Duration.ofSeconds(30));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<java.io.InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            return CompletableFuture.supplyAsync(() -> firstOf(lines, prefix)).get(30, TimeUnit.SECONDS);
        }
    }

    private static String firstOf(BufferedReader lines, String prefix) {
        try {
            String line = lines.readLine();
            while (line != null && !line.startsWith(prefix)) {
                line = lines.readLine();
            }
            return String.valueOf(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
