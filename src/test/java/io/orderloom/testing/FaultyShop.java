package io.orderloom.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.History.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/**
 * A service that may be killed at any moment, with everything that is needed to say afterwards whether the books
 * agree: a consumer of its events and the history of what its clients know.
 */
public final class FaultyShop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServiceProcess service;
    private final EventLog events;
    private final History history;
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    /**
     * @param name of its log files
     * @param points at which the service may crash, as {@link CrashAgent} writes them
     */
    public FaultyShop(String name, TestDatabase database, String broker, List<String> points) {
        events = new EventLog(broker);
        history = new History(Path.of("target", name + "-history.log"));
        service = new ServiceProcess(name, database, broker, points);
        service.start();
    }

    public ServiceProcess service() {
        return service;
    }

    public EventLog events() {
        return events;
    }

    public History history() {
        return history;
    }

    /** A shopper with goods of their own on the shelf. */
    public ShopDriver shopper(int ofEach) {
        ShopDriver driver = new ShopDriver(service).stocked(ofEach);
        received.put(driver.skuA(), ofEach);
        received.put(driver.skuB(), ofEach);
        return driver;
    }

    /** Waits until the books agree. @throws AssertionError naming everything that does not, when it never comes to that */
    public void settle(String hint) {
        advance("PT2M");
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> checker().check(hint));
    }

    /** Moves business time and does what falls due; the sandbox's clock stays. */
    public void advance(String duration) {
        Answer moved = service.api().as("demo-admin").post("/demo/v1/clock", Map.of("advance", duration));
        if (moved.status() != 200) {
            throw new AssertionError("The clock does not move: " + moved);
        }
    }

    private BooksChecker checker() {
        JsonNode books = service.sandbox().get("/sandbox/v1/books").body();
        Instant now = Instant.parse(
                service.api().as("demo-admin").get("/demo/v1/clock").text("now"));
        return new BooksChecker(service.database(), books, now)
                .consumed(events.deliveries())
                .known(history.calls())
                .received(new HashMap<>(received));
    }

    /** Places the shopper's one order, again and again under one key until there is an answer. */
    public Answer place(ShopDriver shopper) {
        Api api = shopper.shop().with("Idempotency-Key", "place-" + shopper.shopper());
        return history.insist(
                shopper.shopper(),
                Operation.PLACE,
                shopper.shopper(),
                () -> api.post("/api/v1/orders", shopper.baseOrder()));
    }

    @Override
    public void close() {
        service.close();
        events.close();
        history.close();
    }
}
