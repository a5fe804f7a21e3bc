package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The clock of the demo is moved while others go on ordering and paying. */
class ClockUnderLoadTest {

    private static final int CLIENTS = 2;

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void theClockArrivesWhileOthersKeepTheServiceBusyAndWhatWasDueBeforeIsDone() throws Exception {
        String unpaid = shop.placeBaseOrder();
        shop.openPayment(unpaid);
        AtomicBoolean busy = new AtomicBoolean(true);
        AtomicInteger placed = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> lives = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                ShopDriver client = new ShopDriver(RunningService.shared()).stocked(100_000);
                lives.add(clients.submit(() -> {
                    while (busy.get()) {
                        order(client);
                        placed.incrementAndGet();
                    }
                }));
            }
            ShopDriver.await(placed::get, number -> number > CLIENTS);
            int before = placed.get();

            shop.advance("PT32M");

            assertThat(placed.get()).as("the others went on").isGreaterThan(before);
            assertThat(shop.order(unpaid).path("status").asText()).isEqualTo("CANCELLED");
        } finally {
            busy.set(false);
            for (Future<?> life : lives) {
                life.get();
            }
            clients.shutdownNow();
        }
        // Nobody has to be asked about the others' unpaid orders any more.
        shop.advance("PT33M");
    }

    private static void order(ShopDriver client) {
        Answer placed = client.shop().post("/api/v1/orders", client.baseOrder());
        if (placed.status() != 201) {
            return;
        }
        Answer opened = client.shop()
                .post(
                        "/api/v1/orders/" + placed.text("orderNo") + "/payments",
                        Map.of("channel", "WECHAT_PAY", "scene", "NATIVE"));
        client.sandbox().post("/sandbox/v1/payments/" + opened.text("paymentNo") + "/pay", Map.of());
    }
}
