package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Api;
import io.orderloom.testing.FaultyShop;
import io.orderloom.testing.History.Call;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.History.Outcome;
import io.orderloom.testing.RabbitMqServer;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ShopDriver;
import io.orderloom.testing.SlowLine;
import io.orderloom.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The shop is busy and loses its service or its broker. {@code orderloom.drill.seed} repeats what the clients did
 * and when the service was killed; {@code orderloom.drill.kills} says how often.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Servers.THAT_MAY_STOP)
class FaultsUnderLoadTest {

    private static final int CLIENTS = 4;
    private static final int KILLS = Integer.getInteger("orderloom.drill.kills", 3);
    private static final long SEED =
            Long.getLong("orderloom.drill.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    private static final RabbitMqServer BROKER = Servers.rabbitMqServer();
    private static final TestDatabase DATABASE = Servers.mariaDb();
    private static final SlowLine LINE = new SlowLine(DATABASE.port());
    private static final FaultyShop SHOP =
            new FaultyShop("faults-under-load", DATABASE.by(LINE.port()), BROKER.freshUri(), List.of());

    /** Notifications that come at once; of each payment a few, as nobody answers them in time. */
    private static final int BURST = Integer.getInteger("orderloom.drill.burst", 300);

    private static final int COPIES = 10;

    /** More orders of one shopper within an hour would be looked at by a person. */
    private static final int ORDERS_OF_A_SHOPPER = 25;

    private static final int SENDERS = 10;

    /** WeChat Pay waits five seconds, and tells it again later. */
    private static final int NO_ANSWER_IN_TIME = 0;

    @AfterAll
    static void stop() {
        SHOP.close();
        LINE.close();
    }

    @Test
    void aServiceThatIsKilledAgainAndAgainLosesNothing() throws InterruptedException {
        Random random = new Random(SEED);
        ShopDriver goods = SHOP.shopper(500);
        try (ShopTraffic traffic = new ShopTraffic(SHOP, goods, CLIENTS, SEED)) {
            for (int kill = 0; kill < KILLS; kill++) {
                awaitCalls(40 + random.nextInt(120));
                SHOP.service().kill();
                if (kill == 0) {
                    // Those who have not paid by now are closed while the others go on.
                    SHOP.service().timePassesUnserved(Duration.ofMinutes(31));
                }
                SHOP.service().start();
            }
            awaitCalls(60);
            traffic.end();
        }
        SHOP.advance("PT31M");
        SHOP.settle("seed " + SEED + ", see target/faults-under-load-history.log");
    }

    @Test
    void ordersGoOnWhileTheBrokerIsAwayAndEveryEventFollowsInOrder() throws InterruptedException {
        ShopDriver goods = SHOP.shopper(2_000);
        try (ShopTraffic traffic = new ShopTraffic(SHOP, goods, 2, SEED + 1)) {
            awaitCalls(20);
            BROKER.stop();
            int before = SHOP.history().calls().size();
            long since = System.nanoTime();
            try {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> System.nanoTime() - since
                                > Duration.ofSeconds(30).toNanos());
            } finally {
                BROKER.start();
            }
            List<Call> all = SHOP.history().calls();
            List<Call> meanwhile = all.subList(before, all.size());
            assertThat(meanwhile).allMatch(call -> call.outcome() != Outcome.INFO);
            assertThat(meanwhile)
                    .filteredOn(call -> call.operation() == Operation.PLACE && call.outcome() == Outcome.OK)
                    .hasSizeGreaterThan(10);
            traffic.end();
        }
        SHOP.advance("PT31M");
        SHOP.settle("seed " + (SEED + 1) + ", see target/faults-under-load-history.log");
    }

    @Test
    void aBurstOfNotificationsWhileTheDatabaseIsSlowLosesNoneAndShutsNobodyOut() throws InterruptedException {
        Map<String, ShopDriver> placed = new LinkedHashMap<>();
        List<String> payments = new ArrayList<>();
        while (placed.size() < BURST / COPIES) {
            ShopDriver shopper = SHOP.shopper(2 * ORDERS_OF_A_SHOPPER);
            for (int i = 0; i < ORDERS_OF_A_SHOPPER && placed.size() < BURST / COPIES; i++) {
                String orderNo = shopper.placeBaseOrderWithoutCoupon();
                placed.put(orderNo, shopper);
                payments.add(shopper.openPayment(orderNo).text("paymentNo"));
                shopper.pays(payments.get(payments.size() - 1), Map.of("notify", false));
            }
        }
        Map.Entry<String, ShopDriver> one = placed.entrySet().iterator().next();
        Api reader = one.getValue().shop();
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        List<Integer> read = new ArrayList<>();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        LINE.slowDown(Duration.ofMillis(200));
        try {
            payments.forEach(paymentNo -> senders.execute(() -> SHOP.service()
                    .sandbox()
                    .post(
                            "/sandbox/v1/notifications",
                            Map.of("paymentNo", paymentNo, "copies", COPIES, "parallel", COPIES))
                    .body()
                    .path("answers")
                    .forEach(answer -> told.add(answer.asInt()))));
            senders.shutdown();
            do {
                read.add(reader.get("/api/v1/orders/" + one.getKey()).status());
            } while (!senders.awaitTermination(50, TimeUnit.MILLISECONDS));
        } finally {
            LINE.slowDown(Duration.ZERO);
            senders.shutdownNow();
        }

        assertThat(told).hasSize(payments.size() * COPIES).isSubsetOf(200, 503, NO_ANSWER_IN_TIME);
        assertThat(read).isNotEmpty().containsOnly(200);
        SHOP.advance("PT2M");
        placed.forEach((orderNo, shopper) -> shopper.awaitStatus(orderNo, "PAID"));
        SHOP.settle("a burst of " + BURST);
    }

    private static void awaitCalls(int more) {
        int enough = SHOP.history().calls().size() + more;
        Awaitility.await("traffic of seed " + SEED)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> SHOP.history().calls().size() >= enough);
    }
}
