package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.BooksChecker;
import io.orderloom.testing.HeldRow;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A shopper asks for the money of units at the moment in which the warehouse ships them: refunded and unshipped, or
 * shipped and told to ask for a return, never both. In every other race the shopper is first in line.
 */
class RefundShipRaceTest {

    private static final int RACES = Integer.getInteger("orderloom.drill.refund-ship", 50);

    /** Each holds two of the service's connections while it waits, and others need some, too. */
    private static final int AT_ONCE = 10;

    /** More orders of one shopper in an hour would be reviewed before they ship. */
    private static final int ORDERS_OF_A_SHOPPER = 50;

    private static final int STOCK = 200;
    private static final RunningService SERVICE = RunningService.shared();

    private final ExecutorService rivals = Executors.newFixedThreadPool(2 * AT_ONCE);
    private final Set<String> orders = new HashSet<>();
    private final Map<String, Integer> received = new HashMap<>();

    @AfterEach
    void end() {
        rivals.shutdownNow();
    }

    @Test
    void aRequestForMoneyAndTheParcelThatTakesTheGoodsNeverBothWin() throws Exception {
        ShopDriver shop = newShop();
        for (int done = 0; done < RACES; done += AT_ONCE) {
            if (done > 0 && done % ORDERS_OF_A_SHOPPER == 0) {
                shop = newShop();
            }
            race(shop, Math.min(AT_ONCE, RACES - done));
        }
        assertThat(orders).hasSize(RACES);
        booksAgree();
    }

    private ShopDriver newShop() {
        ShopDriver shop = new ShopDriver(SERVICE).stocked(STOCK);
        received.put(shop.skuA(), STOCK);
        received.put(shop.skuB(), STOCK);
        return shop;
    }

    private void race(ShopDriver shop, int races) throws Exception {
        List<String> paid = together(races, number -> shop.paidBaseOrder());
        orders.addAll(paid);
        List<HeldRow> rows = new ArrayList<>();
        List<Future<Integer>> earlier;
        List<Future<Integer>> later;
        try {
            for (String orderNo : paid) {
                rows.add(HeldRow.ofOrder(SERVICE.database(), orderNo));
            }
            earlier = submit(races, number -> rival(shop, paid.get(number), number % 2 == 0));
            rows.get(0).awaitWaiting(races);
            later = submit(races, number -> rival(shop, paid.get(number), number % 2 != 0));
            rows.get(0).awaitWaiting(2 * races);
        } finally {
            rows.forEach(HeldRow::close);
        }
        for (int number = 0; number < races; number++) {
            assertThat(earlier.get(number).get(30, TimeUnit.SECONDS))
                    .as("whoever of the two is first")
                    .isEqualTo(201);
            assertThat(later.get(number).get(30, TimeUnit.SECONDS)).isEqualTo(409);
        }
        together(races, number -> end(shop, paid.get(number), number % 2 == 0));
    }

    /** What one of the two is answered. */
    private static int rival(ShopDriver shop, String orderNo, boolean shopper) {
        return shopper ? asks(shop, orderNo).status() : ships(shop, orderNo).status();
    }

    private static Answer asks(ShopDriver shop, String orderNo) {
        return shop.asksFor(
                orderNo, Map.of("type", "REFUND_ONLY", "items", List.of(Map.of("lineNo", 2, "quantity", 1))));
    }

    private static Answer ships(ShopDriver shop, String orderNo) {
        return shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of(
                                "carrier",
                                "SF",
                                "trackingNo",
                                "SF" + orderNo.substring(6),
                                "items",
                                List.of(Map.of("lineNo", 2, "quantity", 1))));
    }

    /** The winner's way to its end, with the loser knocking once more. */
    private static String end(ShopDriver shop, String orderNo, boolean shopperWon) {
        if (shopperWon) {
            String number = shop.shop()
                    .get("/api/v1/orders/" + orderNo + "/after-sales")
                    .body()
                    .path(0)
                    .path("afterSalesNo")
                    .asText();
            assertThat(shop.decides(number, true).status()).isEqualTo(200);
            assertThat(ships(shop, orderNo).code()).isEqualTo("LINE_UNDER_REFUND");
            shop.awaitAfterSale(number, "COMPLETED");
        } else {
            assertThat(asks(shop, orderNo).code()).isEqualTo("ALREADY_SHIPPED");
            assertThat(shop.refunds(orderNo)).isEmpty();
        }
        int shipped = shop.order(orderNo)
                .path("lines")
                .path(1)
                .path("shippedQuantity")
                .asInt();
        assertThat(shipped).isEqualTo(shopperWon ? 0 : 1);
        return orderNo;
    }

    private interface Step<T> {
        T take(int number);
    }

    private <T> List<Future<T>> submit(int times, Step<T> step) {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            Callable<T> taken = () -> step.take(number);
            running.add(rivals.submit(taken));
        }
        return running;
    }

    private <T> List<T> together(int times, Step<T> step) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> running : submit(times, step)) {
            results.add(running.get(60, TimeUnit.SECONDS));
        }
        return results;
    }

    private void booksAgree() {
        ShopDriver anyone = new ShopDriver(SERVICE);
        anyone.advance("PT1M");
        Instant now = Instant.parse(anyone.staff("admin").get("/demo/v1/clock").text("now"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(new BooksChecker(
                                SERVICE.database(),
                                anyone.sandbox().get("/sandbox/v1/books").body(),
                                now)
                        .received(received)
                        .violations())
                .filteredOn(
                        violation -> orders.contains(violation.subject()) || received.containsKey(violation.subject()))
                .isEmpty());
    }
}
