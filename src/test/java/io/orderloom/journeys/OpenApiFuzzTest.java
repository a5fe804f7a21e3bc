package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.testing.OpenApiFuzz;
import io.orderloom.testing.OpenApiFuzz.Operation;
import io.orderloom.testing.OpenApiFuzz.Request;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ServiceProcess;
import io.orderloom.testing.ShopDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Wrong requests of every kind, made from the service's own description, by callers of every kind. A failure
 * names its seed: {@code -Dorderloom.fuzz.seed=…} repeats it, {@code -Dorderloom.fuzz.seconds=…} goes on longer.
 */
class OpenApiFuzzTest {

    private static final long SEED = Long.getLong("orderloom.fuzz.seed", new SecureRandom().nextInt(1_000_000));
    private static final Duration BUDGET = Duration.ofSeconds(Integer.getInteger("orderloom.fuzz.seconds", 25));
    private static final Duration SLOW = Duration.ofSeconds(2);
    private static final List<String> ROLES =
            List.of("shop", "warehouse", "service", "ops", "analyst", "merchant", "admin");

    /** What only a look inside would show. */
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|\\bat [a-z.]+\\(|io\\.orderloom|org\\.[a-z]+\\.[a-z]|"
                    + "com\\.[a-z]+\\.[a-z]|java\\.[a-z]+|jackson|hikari|mariadb|SELECT |INSERT |UPDATE |SQLState|NullPointer");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ServiceProcess service;
    private static String shopper;
    private static OpenApiFuzz fuzz;
    private static List<Operation> operations;

    private final Random random = new Random(SEED);
    private final List<String> faults = new ArrayList<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();

    /** Who calls: a role's key, or nobody. */
    private record Who(String name, @Nullable String role) {}

    @BeforeAll
    static void start() {
        // In a JVM of its own: two services in one JVM share the engine's clock.
        service = new ServiceProcess(
                "fuzz", Servers.mariaDb(), Servers.rabbitMq(), List.of(), "--orderloom.web.rate-limit.enabled=false");
        service.start();
        JsonNode document = service.api().as("demo-admin").get("/v3/api-docs").body();
        ShopDriver shop = new ShopDriver(service).stocked(1_000_000);
        shopper = shop.shopper();
        String orderNo = shop.paidBaseOrder();
        Map<String, String> known = Map.of(
                "orderNo",
                orderNo,
                "paymentNo",
                shop.openPayment(shop.placeBaseOrder()).text("paymentNo"),
                "skuId",
                shop.skuA(),
                "productId",
                "P-" + shop.skuA().substring(2),
                "phone",
                "13800000000",
                "carrier",
                "SF",
                "trackingNo",
                "SF00000001",
                "shopperIds",
                shopper);
        fuzz = new OpenApiFuzz(document, known, SEED);
        operations = fuzz.operations();
        assertThat(operations).hasSizeGreaterThan(40);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void noRequestHoweverWrongBreaksTheServiceOrShowsItsInside() throws Exception {
        long end = System.nanoTime() + BUDGET.toNanos();
        for (Operation operation : operations) {
            for (Who who : callers(operation)) {
                check(operation, fuzz.sound(operation), who);
                check(operation, fuzz.broken(operation), who);
            }
        }
        int requests = 0;
        while (System.nanoTime() < end && faults.size() < 20) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            List<Who> callers = callers(operation);
            // mostly who may: the others are stopped at the door, where little can break
            Who who = random.nextInt(4) == 0 ? callers.get(random.nextInt(callers.size())) : callers.get(0);
            check(operation, fuzz.broken(operation), who);
            requests++;
        }
        assertThat(faults)
                .as("seed %d, after %d requests: repeat with -Dorderloom.fuzz.seed=%d", SEED, requests, SEED)
                .isEmpty();
        assertThat(statuses)
                .as("how deep the requests got, seed %d", SEED)
                .containsKeys(200, 201, 400, 401, 403, 404, 409, 413, 415, 422);
    }

    /** First who may, then who may not, then nobody. */
    private static List<Who> callers(Operation operation) {
        Set<String> may = new TreeSet<>(operation.roles());
        may.remove("shopper");
        List<Who> callers = new ArrayList<>();
        may.forEach(role -> callers.add(new Who(role, role)));
        ROLES.stream()
                .filter(role -> !may.contains(role))
                .findFirst()
                .ifPresent(role -> callers.add(new Who(role, role)));
        callers.add(new Who("nobody", null));
        return callers;
    }

    private void check(Operation operation, Request request, Who who) throws Exception {
        if (request.path().startsWith("/demo/v1/clock") && "admin".equals(who.role())) {
            // a right one would move every clock of the running service
            return;
        }
        String what =
                request.method() + " " + shortened(request.path()) + " as " + who.name() + " with " + request.wrong();
        long begun = System.nanoTime();
        HttpResponse<String> answer;
        try {
            answer = send(request, who);
        } catch (IOException e) {
            faults.add(what + " ("
                    + (request.body() == null ? 0 : request.body().length()) + " characters) got no answer: " + e);
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        for (int again = 0; again < 2 && took.compareTo(SLOW) > 0; again++) {
            // on a busy machine anything may be slow once; what is slow by itself is slow each time
            begun = System.nanoTime();
            send(request, who);
            took = Duration.ofNanos(System.nanoTime() - begun);
        }
        if (took.compareTo(SLOW) > 0) {
            faults.add(what + " took " + took.toMillis() + " ms");
        }
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        String fault = faultOf(operation, answer, who);
        if (fault != null) {
            faults.add(what + " → " + answer.statusCode() + " " + fault + ": " + shortened(answer.body()));
        }
    }

    private static @Nullable String faultOf(Operation operation, HttpResponse<String> answer, Who who)
            throws IOException {
        int status = answer.statusCode();
        if (status < 400) {
            return status >= 300 ? "is a redirect" : null;
        }
        if (INSIDE.matcher(answer.body()).find()) {
            return "shows the inside";
        }
        if (operation.path().startsWith("/webhooks/")) {
            return status < 500 ? null : "breaks";
        }
        boolean toldWhen = answer.headers().firstValue("Retry-After").isPresent();
        if (!answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json")) {
            return "is no problem document";
        }
        JsonNode problem = JSON.readTree(answer.body());
        String code = problem.path("code").asText();
        if (code.isEmpty() || problem.path("status").asInt() != status) {
            return "says no code or another status";
        }
        if (status >= 500 && (status != 503 || !toldWhen || code.equals("TEMPORARILY_UNAVAILABLE"))) {
            return "breaks";
        }
        if (status == 429 && !toldWhen) {
            return "does not say when to come back";
        }
        if (who.role() == null && !operation.roles().isEmpty() && status != 401 && status != 400) {
            return "lets a stranger further than the door";
        }
        return null;
    }

    private static HttpResponse<String> send(Request request, Who who) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(service.url() + request.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Accept", "application/json");
        if (who.role() != null) {
            builder.header("Authorization", "Bearer demo-" + who.role());
        }
        if ("shop".equals(who.role()) && !request.headers().containsKey("X-Shopper-Id")) {
            builder.header("X-Shopper-Id", shopper);
        }
        if (!request.headers().containsKey("Idempotency-Key")) {
            builder.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        request.headers().forEach(builder::header);
        if (!request.contentType().isEmpty()) {
            builder.header("Content-Type", request.contentType());
        }
        builder.method(
                request.method(),
                request.body() == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        return CLIENT.send(builder.build(), BodyHandlers.ofString());
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
