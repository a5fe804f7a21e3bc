package io.orderloom.faults;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.FaultyShop;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.ShopDriver;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Clients that live through whole orders, one after the other: placed, paid or not, cancelled, shipped, received,
 * paid too late or simply forgotten. What they do follows from a seed; who wins a race does not.
 */
final class ShopTraffic implements AutoCloseable {

    private static final int LOOKS = 20;

    private final FaultyShop shop;
    private final ShopDriver goods;
    private final long seed;
    private final List<Future<?>> clients = new ArrayList<>();
    private final ExecutorService threads;
    private volatile boolean running = true;

    /** Begins at once. */
    ShopTraffic(FaultyShop shop, ShopDriver goods, int howMany, long seed) {
        this.shop = shop;
        this.goods = goods;
        this.seed = seed;
        this.threads = Executors.newFixedThreadPool(howMany);
        for (int i = 0; i < howMany; i++) {
            int client = i;
            clients.add(threads.submit(() -> live(client)));
        }
    }

    /** Lets every client end the order it is at. @throws AssertionError when one of them met what no client may meet */
    void end() throws InterruptedException {
        running = false;
        for (Future<?> client : clients) {
            try {
                client.get(3, TimeUnit.MINUTES);
            } catch (ExecutionException | TimeoutException e) {
                throw new AssertionError("A client could not go on (seed " + seed + ")", e);
            }
        }
    }

    @Override
    public void close() {
        running = false;
        threads.shutdownNow();
    }

    private void live(int number) {
        Random random = new Random(seed * 31 + number);
        String client = "client-" + number;
        for (int n = 1; running; n++) {
            order(client, "t" + Long.toHexString(seed) + "-" + number + "-" + n, random);
        }
    }

    private void order(String client, String shopper, Random random) {
        Api api = shop.service().api().as("demo-shop").forShopper(shopper);
        Api keyed = api.with("Idempotency-Key", "place-" + shopper);
        Map<String, Object> wish = goods.baseOrder();
        Answer placed =
                shop.history().insist(client, Operation.PLACE, shopper, () -> keyed.post("/api/v1/orders", wish));
        if (placed.status() != 201) {
            return;
        }
        String orderNo = placed.text("orderNo");
        String order = "/api/v1/orders/" + orderNo;
        int fate = random.nextInt(100);
        if (fate < 15) {
            return;
        }
        Api payKey = api.with("Idempotency-Key", "pay-" + shopper);
        Answer opened = shop.history()
                .insist(
                        client,
                        Operation.OPEN_PAYMENT,
                        orderNo,
                        () -> payKey.post(order + "/payments", Map.of("channel", "WECHAT_PAY", "scene", "NATIVE")));
        if (opened.status() != 201) {
            return;
        }
        String paymentNo = opened.text("paymentNo");
        Supplier<Answer> cancelling = () -> api.post(order + "/cancellation", Map.of());
        if (fate < 25) {
            shop.history().insist(client, Operation.CANCEL, orderNo, cancelling);
            pay(paymentNo, true, random.nextBoolean());
            return;
        }
        pay(paymentNo, random.nextInt(10) < 8, false);
        if (fate < 35) {
            shop.history().insist(client, Operation.CANCEL, orderNo, cancelling);
        }
        if (!becomes("PAID", client, orderNo, api, paymentNo)) {
            return;
        }
        Api warehouse = shop.service().api().as("demo-warehouse").with("Idempotency-Key", "ship-" + shopper);
        String trackingNo = "SF" + orderNo;
        Answer shipped = shop.history()
                .insist(
                        client,
                        Operation.SHIP,
                        orderNo,
                        () -> warehouse.post(order + "/shipments", Map.of("carrier", "SF", "trackingNo", trackingNo)));
        if (shipped.status() != 201 || fate < 50) {
            return;
        }
        shop.service().sandbox().post("/sandbox/v1/parcels/" + trackingNo + "/events", Map.of("state", "SIGNED"));
        shop.history().insist(client, Operation.RECEIVE, orderNo, () -> api.post(order + "/receipt", ""));
        look(client, orderNo, api);
    }

    private void pay(String paymentNo, boolean told, boolean force) {
        shop.service()
                .sandbox()
                .post("/sandbox/v1/payments/" + paymentNo + "/pay", Map.of("notify", told, "force", force));
    }

    /** Looks until the order stands so, and asks the shop to ask the gateway meanwhile. */
    private boolean becomes(String status, String client, String orderNo, Api api, String paymentNo) {
        for (int i = 0; i < LOOKS; i++) {
            if (look(client, orderNo, api).equals(status)) {
                return true;
            }
            try {
                api.post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", "");
            } catch (UncheckedIOException down) {
                // Only reading is history; the next look insists until the service is back.
            }
        }
        return false;
    }

    private String look(String client, String orderNo, Api api) {
        return shop.history()
                .insist(client, Operation.READ, orderNo, () -> api.get("/api/v1/orders/" + orderNo))
                .text("status");
    }
}
