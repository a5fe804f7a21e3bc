package io.orderloom.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.BooksChecker;
import io.orderloom.testing.ServiceUnderTest;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Where many orders live side by side through whatever their gateways do to them, with the people who do the
 * tasks that are left to people, and in the end says whether all books agree about exactly these orders.
 */
final class MoneyStage {

    /** What an order lives through. @see SharedTime for what may wait */
    @FunctionalInterface
    interface Story {
        void live(OrderLife life) throws InterruptedException;
    }

    private static final int UNITS = 1_000_000;
    private static final int ACTING = 6;
    private static final int MOST_MOVES = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ServiceUnderTest service;
    private final Consumer<Duration> mover;
    private final ShopDriver goods;
    private final String dearer;
    private final String mark;
    private final Set<String> orders = ConcurrentHashMap.newKeySet();
    private final Runnable crash;

    /** On a service that never crashes. */
    MoneyStage(ServiceUnderTest service, Consumer<Duration> mover, String mark) {
        this(service, mover, mark, () -> {});
    }

    /**
     * @param mover moves business time and returns when nothing is due any more
     * @param mark tells the shoppers of this stage from all others
     * @param crash kills the service and starts it again
     */
    MoneyStage(ServiceUnderTest service, Consumer<Duration> mover, String mark, Runnable crash) {
        this.crash = crash;
        this.service = service;
        this.mover = mover;
        this.mark = mark;
        this.goods = new ShopDriver(service).stocked(UNITS);
        this.dearer = goods.alsoSells("D", 10_900, UNITS);
    }

    ServiceUnderTest service() {
        return service;
    }

    Api staff(String role) {
        return service.api().as("demo-" + role);
    }

    /** What an order's goods may be exchanged for; one of them costs more than any line. */
    List<String> replacements() {
        return List.of(dearer, goods.skuA(), goods.skuB());
    }

    /** Makes every order that is placed from now on one that is looked at in the end. */
    void placed(String orderNo) {
        orders.add(orderNo);
    }

    /** The base order at its full price, sent to an address of the shopper's own. */
    Map<String, Object> wish(String shopper) {
        Map<String, Object> wish = new LinkedHashMap<>(goods.baseOrder());
        @SuppressWarnings("unchecked")
        Map<String, Object> address =
                new LinkedHashMap<>((Map<String, Object>) wish.getOrDefault("shippingAddress", Map.of()));
        address.put("detail", "文三路 " + shopper + " 号");
        wish.put("shippingAddress", address);
        return wish;
    }

    /**
     * Lets all stories be lived side by side, each by an order of its own.
     *
     * @return what went wrong, by the story's name; empty when nothing did
     */
    Map<String, Throwable> live(Map<String, Story> stories) throws InterruptedException {
        SharedTime time = new SharedTime(mover, ACTING);
        time.expect(stories.size());
        ExecutorService threads = Executors.newCachedThreadPool();
        Map<String, Future<?>> lives = new LinkedHashMap<>();
        Map<String, Throwable> wrong = new LinkedHashMap<>();
        try {
            int number = 0;
            for (Map.Entry<String, Story> story : stories.entrySet()) {
                OrderLife life = new OrderLife(this, time, mark + "-" + number++);
                lives.put(story.getKey(), threads.submit(() -> {
                    time.begin();
                    try {
                        story.getValue().live(life);
                    } finally {
                        time.end();
                    }
                    return null;
                }));
            }
            for (Map.Entry<String, Future<?>> life : lives.entrySet()) {
                try {
                    life.getValue().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    wrong.put(life.getKey(), e.getCause() == null ? e : e.getCause());
                } catch (TimeoutException e) {
                    wrong.put(life.getKey(), e);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return wrong;
    }

    /**
     * Heals the gateways, lets time pass and people do their tasks until the books agree.
     *
     * @return what does not agree even then; empty when everything does
     */
    List<String> settle() {
        service.sandbox().delete("/sandbox/v1/faults");
        // Past the payment window and a code's margin after it: whoever has not paid is closed.
        mover.accept(Duration.ofMinutes(33));
        List<String> wrong = List.of();
        for (int i = 0; i < MOST_MOVES; i++) {
            doTasks();
            settleUndecided();
            mover.accept(Duration.ofMinutes(6));
            wrong = disagreements();
            if (wrong.isEmpty()) {
                return wrong;
            }
        }
        return wrong;
    }

    void crash() {
        crash.run();
    }

    /** What does not agree now about the orders of this stage. */
    List<String> disagreements() {
        return disagreements(orders);
    }

    /** What does not agree now about these orders. */
    List<String> disagreements(Set<String> looked) {
        JsonNode books = service.sandbox().get("/sandbox/v1/books").body();
        Instant now = Instant.parse(staff("admin").get("/demo/v1/clock").text("now"));
        List<String> wrong = new ArrayList<>();
        new BooksChecker(service.database(), books, now)
                .only(looked)
                .received(new HashMap<>(Map.of(goods.skuA(), UNITS, goods.skuB(), UNITS, dearer, UNITS)))
                .violations()
                .forEach(violation -> wrong.add(violation.toString()));
        tasks().stream()
                .filter(task -> looked.contains(task.orderNo()))
                .forEach(task -> wrong.add("[nothing stuck] " + task.orderNo() + ": a person must do " + task.name()));
        JsonNode ledger = staff("ops").get("/ops/v1/ledger").body();
        for (String list : List.of("unbalanced", "disagreements")) {
            ledger.path(list).forEach(row -> {
                if (looked.stream().anyMatch(row.toString()::contains)) {
                    wrong.add("[ledger] " + list + ": " + row);
                }
            });
        }
        return wrong;
    }

    /** A task that waits for a person. */
    record Task(String id, String name, String orderNo) {}

    /** The tasks of this stage's orders. */
    List<Task> tasks() {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(
                service.database().url(),
                service.database().username(),
                service.database().password(),
                true);
        try {
            return JdbcClient.create(connection)
                    .sql("""
                            SELECT t.ID_, t.NAME_, e.BUSINESS_KEY_ FROM ACT_RU_TASK t
                            JOIN ACT_RU_EXECUTION e ON e.ID_ = t.PROC_INST_ID_""")
                    .query((row, i) -> new Task(row.getString(1), row.getString(2), row.getString(3)))
                    .list()
                    .stream()
                    .filter(task -> orders.contains(task.orderNo()))
                    .toList();
        } finally {
            connection.destroy();
        }
    }

    /** A person does it as the business does: settles the refund at the gateway or tops the account up, and says so. */
    void complete(Task task) {
        if (task.name().equals("Refund by hand")) {
            for (JsonNode refund : staff("ops")
                    .get("/api/v1/orders/" + task.orderNo() + "/refunds")
                    .body()) {
                if (!refund.path("status").asText().equals("SUCCEEDED")) {
                    settleAtGateway(refund.path("refundNo").asText());
                }
            }
        }
        Answer completed = staff("ops").post("/engine-rest/task/" + task.id() + "/complete", Map.of());
        if (completed.status() != 204 && completed.status() != 500) {
            throw new AssertionError(task + " cannot be completed: " + completed);
        }
    }

    /** The gateway pays out what it had not decided or could not deliver; nobody is told. */
    void settleAtGateway(String refundNo) {
        service.sandbox()
                .post("/sandbox/v1/refunds/" + refundNo + "/settle", Map.of("state", "SUCCESS", "notify", false));
    }

    private void doTasks() {
        tasks().forEach(this::complete);
    }

    private void settleUndecided() {
        for (JsonNode refund : service.sandbox().get("/sandbox/v1/books").body().path("refunds")) {
            if (refund.path("state").asText().equals("PROCESSING") && isOurs(refund)) {
                settleAtGateway(refund.path("refundNo").asText());
            }
        }
    }

    private boolean isOurs(JsonNode refund) {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(
                service.database().url(),
                service.database().username(),
                service.database().password(),
                true);
        try {
            return JdbcClient.create(connection)
                    .sql("SELECT order_no FROM payments WHERE payment_no = ?")
                    .param(refund.path("paymentNo").asText())
                    .query(String.class)
                    .optional()
                    .filter(orders::contains)
                    .isPresent();
        } finally {
            connection.destroy();
        }
    }
}
