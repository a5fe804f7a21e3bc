package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.FaultyShop;
import io.orderloom.testing.History.Call;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.History.Outcome;
import io.orderloom.testing.RabbitMqServer;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The shop is busy and loses its service or its broker. {@code orderloom.drill.seed} repeats what the clients did
 * and when the service was killed; {@code orderloom.drill.kills} says how often.
 */
class FaultsUnderLoadTest {

    private static final int CLIENTS = 4;
    private static final int KILLS = Integer.getInteger("orderloom.drill.kills", 3);
    private static final long SEED =
            Long.getLong("orderloom.drill.seed", ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE));
    private static final RabbitMqServer BROKER = Servers.rabbitMqServer();
    private static final FaultyShop SHOP =
            new FaultyShop("faults-under-load", Servers.mariaDb(), BROKER.freshUri(), List.of());

    @AfterAll
    static void stop() {
        SHOP.close();
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

    private static void awaitCalls(int more) {
        int enough = SHOP.history().calls().size() + more;
        Awaitility.await("traffic of seed " + SEED)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> SHOP.history().calls().size() >= enough);
    }
}
