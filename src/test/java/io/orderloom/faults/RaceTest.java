package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.AskGateway;
import io.orderloom.shared.PaymentNo;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.BooksChecker;
import io.orderloom.testing.HeldRow;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Two who want the same order at the same moment. The test holds the row both need, sees both waiting, and lets go:
 * first come, first served, so each race is run in both orders of commit.
 */
class RaceTest {

    private static final int ROUNDS = Integer.getInteger("orderloom.drill.races", 10);
    private static final RunningService SERVICE = RunningService.shared();

    private final ExecutorService rivals = Executors.newCachedThreadPool();
    private final ShopDriver shop = new ShopDriver(SERVICE).stocked(1_000);
    private final Set<String> orders = new HashSet<>();

    @AfterEach
    void end() {
        rivals.shutdownNow();
    }

    @Test
    void aPaymentAndTheElapsedWindowEndInAPaidOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = order();
            String paymentNo = paidSilently(orderNo);
            Callable<Integer> notice = () -> notify(paymentNo, 1);
            Callable<Integer> window = () -> {
                shop.advance("PT31M");
                return 200;
            };
            assertThat(race(orderNo, round, notice, window)).containsOnly(200);
            paidOnce(orderNo);
        }
        booksAgree();
    }

    @Test
    void aPaymentAndACancellationEndInAPaidOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = order();
            String paymentNo = paidSilently(orderNo);
            Callable<Integer> notice = () -> notify(paymentNo, 1);
            Callable<Integer> cancellation = () -> shop.shop()
                    .post("/api/v1/orders/" + orderNo + "/cancellation", Map.of())
                    .status();
            List<Integer> answers = race(orderNo, round, notice, cancellation);
            // Who comes too late is told so; who comes first is heard, and the money decides all the same.
            assertThat(answers).containsExactly(200, round % 2 == 0 ? 409 : 202);
            paidOnce(orderNo);
        }
        booksAgree();
    }

    @Test
    void twoCopiesOfANotificationAtOnceAreOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = order();
            String paymentNo = paidSilently(orderNo);
            try (HeldRow row = HeldRow.ofOrder(SERVICE.database(), orderNo)) {
                Future<Integer> copies = rivals.submit(() -> notify(paymentNo, 2));
                row.awaitWaiting(2);
                row.letGo();
                assertThat(copies.get(20, TimeUnit.SECONDS)).isEqualTo(200);
            }
            paidOnce(orderNo);
            assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);
        }
        booksAgree();
    }

    @Test
    void aNotificationAndTheAnswerToOurQuestionAreOnePayment() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = order();
            String paymentNo = paidSilently(orderNo);
            Callable<Integer> notice = () -> notify(paymentNo, 1);
            Callable<Integer> asking = () ->
                    SERVICE.bean(AskGateway.class).ask(new PaymentNo(paymentNo)) == AskGateway.Answer.PAID ? 200 : 0;
            assertThat(race(orderNo, round, notice, asking)).containsOnly(200);
            paidOnce(orderNo);
        }
        booksAgree();
    }

    @Test
    void theSameRequestTwiceAtOncePlacesOneOrder() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Api keyed = shop.shop().with("Idempotency-Key", "twin-" + shop.shopper() + "-" + round);
            Callable<Answer> placing = () -> keyed.post("/api/v1/orders", shop.baseOrder());
            try (HeldRow row = HeldRow.ofStock(SERVICE.database(), shop.skuA())) {
                Future<Answer> first = rivals.submit(placing);
                Future<Answer> second = rivals.submit(placing);
                row.awaitWaiting(2);
                row.letGo();
                Answer one = first.get(20, TimeUnit.SECONDS);
                Answer other = second.get(20, TimeUnit.SECONDS);
                assertThat(one.status()).as(one.toString()).isEqualTo(201);
                assertThat(other.status()).as(other.toString()).isEqualTo(201);
                assertThat(other.text("orderNo")).isEqualTo(one.text("orderNo"));
                assertThat(List.of(one, other))
                        .filteredOn(answer -> answer.headers()
                                .firstValue("Idempotent-Replayed")
                                .isPresent())
                        .hasSize(1);
                orders.add(one.text("orderNo"));
            }
        }
        assertThat(shop.available(shop.skuA())).isEqualTo(1_000 - 2 * ROUNDS);
        booksAgree();
    }

    @Test
    void fiftyShoppersWhoWantTheSameGoodsInOppositeOrderAllGetThem() throws Exception {
        List<Answer> answers = rush(
                50,
                number -> number % 2 == 0
                        ? List.of(item(shop.skuA(), 1), item(shop.skuB(), 2))
                        : List.of(item(shop.skuB(), 2), item(shop.skuA(), 1)));
        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(shop.available(shop.skuA())).isEqualTo(1_000 - 50);
        assertThat(shop.available(shop.skuB())).isEqualTo(1_000 - 100);
        booksAgree();
    }

    @RepeatedTest(2)
    void tenUnitsAndTwoHundredShoppersMakeTenOrdersAndWhatIsNotPaidIsSoldAgain() throws Exception {
        ShopDriver scarce = new ShopDriver(SERVICE).stocked(10);
        List<Answer> answers = rush(200, number -> List.of(item(scarce.skuA(), 1)));
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(190)
                .allMatch(answer -> answer.code().equals("OUT_OF_STOCK"));
        List<Answer> winners =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(scarce.available(scarce.skuA())).isZero();
        winners.subList(0, 7).forEach(this::pay);
        shop.advance("PT31M");
        assertThat(scarce.available(scarce.skuA())).isEqualTo(3);
        assertThat(scarce.onHand(scarce.skuA())).isEqualTo(10);
        List<Answer> second = rush(20, number -> List.of(item(scarce.skuA(), 1)));
        assertThat(second)
                .filteredOn(answer -> answer.status() == 201)
                .hasSize(3)
                .allSatisfy(this::pay);
        assertThat(scarce.available(scarce.skuA())).isZero();
        booksAgree();
    }

    @Test
    void aRequestIsDecidedOnceWhoeverDecidesIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = paid();
            String number = shop.asks(orderNo, "REFUND_ONLY", 2, 1);
            Callable<Integer> approval = () -> shop.decides(number, true).status();
            Callable<Integer> refusal = () -> shop.decides(number, false).status();
            assertThat(race(orderNo, round, approval, refusal)).containsExactlyInAnyOrder(200, 409);
            String status = shop.awaitAfterSale(number, round % 2 == 0 ? "COMPLETED" : "REJECTED")
                    .path("status")
                    .asText();
            assertThat(shop.refunds(orderNo)).hasSize(status.equals("COMPLETED") ? 1 : 0);
        }
        booksAgree();
    }

    @Test
    void aWithdrawalAndAnApprovalNeverBothWin() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String orderNo = paid();
            String number = shop.asks(orderNo, "REFUND_ONLY", 2, 1);
            Callable<Integer> approval = () -> shop.decides(number, true).status();
            Callable<Integer> withdrawal = () -> shop.shop()
                    .post("/api/v1/after-sales/" + number + "/cancellation", "")
                    .status();
            assertThat(race(orderNo, round, approval, withdrawal)).containsExactlyInAnyOrder(200, 409);
            shop.awaitAfterSale(number, round % 2 == 0 ? "COMPLETED" : "CANCELLED");
        }
        booksAgree();
    }

    @Test
    void theSellersClockAndARefusalNeverBothWin() throws Exception {
        for (int round = 0; round < Math.min(ROUNDS, 4); round++) {
            String orderNo = paid();
            String number = shop.asks(orderNo, "REFUND_ONLY", 2, 1);
            // Whatever else falls due meanwhile must not stand at the order's row in the clock's place.
            shop.advance("PT47H59M");
            Callable<Integer> refusal = () -> shop.decides(number, false).status();
            Callable<Integer> silence = () -> {
                shop.advance("PT1M");
                return 200;
            };
            List<Integer> answers = race(orderNo, round, refusal, silence);
            assertThat(answers).containsExactly(round % 2 == 0 ? 200 : 409, 200);
            shop.awaitAfterSale(number, round % 2 == 0 ? "REJECTED" : "COMPLETED");
        }
        booksAgree();
    }

    @Test
    void aReturnIsInspectedOnce() throws Exception {
        for (int round = 0; round < Math.min(ROUNDS, 10); round++) {
            String orderNo = paid();
            assertThat(shipping(orderNo).status()).isEqualTo(201);
            String number = shop.asks(orderNo, "RETURN_AND_REFUND", 2, 1);
            assertThat(shop.decides(number, true).status()).isEqualTo(200);
            shop.sendsBack(number);
            Callable<Integer> accepted =
                    () -> shop.inspects(number, Map.of("accepted", true)).status();
            Callable<Integer> refused =
                    () -> shop.inspects(number, Map.of("accepted", false)).status();
            // The process is about to subscribe to the parcel and may stand between the two.
            List<Integer> answers = race(orderNo, round, accepted, refused);
            assertThat(answers).containsExactlyInAnyOrder(200, 409);
            boolean taken = answers.get(0) == 200;
            shop.awaitAfterSale(number, taken ? "COMPLETED" : "DISPUTED");
            if (!taken) {
                shop.staff("service").post("/api/v1/after-sales/" + number + "/ruling", Map.of("outcome", "REJECT"));
            }
        }
        booksAgree();
    }

    /** Story 11: the last minute of the day in which a top-up may be paid. */
    @Test
    void aTopUpAndTheEndOfItsDayMakeAnExchangeThatGoesOn() throws Exception {
        String skuD = shop.alsoSells("D", 10_900, 100);
        for (int round = 0; round < 2; round++) {
            String orderNo = shippedOrder();
            String number = awaitingTopUp(orderNo, skuD);
            shop.advance("PT23H58M");
            String paymentNo = topUpPaidSilently(number);
            Callable<Integer> notice = () -> notify(paymentNo, 1);
            Callable<Integer> clock = () -> {
                shop.advance("PT2M");
                return 200;
            };
            assertThat(race(orderNo, round, notice, clock)).containsOnly(200);
            shop.awaitAfterSale(number, "AWAITING_RETURN");
            assertThat(shop.refunds(orderNo)).isEmpty();
        }
        assertThat(shop.available(skuD)).isEqualTo(98);
        booksAgree();
    }

    @Test
    void aTopUpAndAWithdrawalLeaveNothingPaidAndNothingHeld() throws Exception {
        String skuD = shop.alsoSells("D", 10_900, 100);
        for (int round = 0; round < Math.min(ROUNDS, 4); round++) {
            String orderNo = shippedOrder();
            String number = awaitingTopUp(orderNo, skuD);
            String paymentNo = topUpPaidSilently(number);
            Callable<Integer> notice = () -> notify(paymentNo, 1);
            Callable<Integer> withdrawal = () -> shop.shop()
                    .post("/api/v1/after-sales/" + number + "/cancellation", "")
                    .status();
            assertThat(race(orderNo, round, notice, withdrawal)).containsOnly(200);
            assertThat(shop.awaitRefunded(orderNo).path("reason").asText())
                    .isEqualTo(round % 2 == 0 ? "AFTER_SALE" : "LATE_PAYMENT");
            assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("CANCELLED");
        }
        assertThat(shop.available(skuD)).isEqualTo(100);
        booksAgree();
    }

    @Test
    void aReplacementLeavesOrIsFoundMissingAndNeverBoth() throws Exception {
        String skuD = shop.alsoSells("D", 9_900, 0);
        for (int round = 0; round < Math.min(ROUNDS, 4); round++) {
            shop.counts(skuD, 1);
            String orderNo = shippedOrder();
            String number = awaitingTopUp(orderNo, skuD);
            Answer opened = shop.opensTopUp(number, "WECHAT_PAY", "NATIVE");
            shop.pays(opened.text("paymentNo"));
            shop.awaitAfterSale(number, "AWAITING_RETURN");
            shop.sendsBack(number);
            assertThat(shop.inspects(number, Map.of("accepted", true)).status()).isEqualTo(200);
            shop.awaitAfterSale(number, "REPLACING");
            Callable<Integer> sent = () -> shop.sendsReplacement(number).status();
            Callable<Integer> counted = () -> shop.staff("warehouse")
                    .put("/api/v1/stock/" + skuD, Map.of("onHand", 0))
                    .status();
            List<Integer> answers = race(orderNo, round, sent, counted);
            assertThat(answers).containsExactly(round % 2 == 0 ? 200 : 409, 200);
            shop.awaitAfterSale(number, "COMPLETED");
            String came = shop.afterSale(number).path("exchange").path("status").asText();
            assertThat(came).isEqualTo(round % 2 == 0 ? "SHIPPED" : "SOLD_OUT");
            assertThat(shop.onHand(skuD)).isZero();
        }
        booksAgree();
    }

    private String shippedOrder() {
        String orderNo = paid();
        assertThat(shipping(orderNo).status()).isEqualTo(201);
        return orderNo;
    }

    private String awaitingTopUp(String orderNo, String skuId) {
        String number = shop.asksForExchange(orderNo, 2, 1, skuId);
        assertThat(shop.decides(number, true).text("status")).isEqualTo("AWAITING_TOP_UP");
        return number;
    }

    private String topUpPaidSilently(String number) {
        Answer opened = shop.opensTopUp(number, "WECHAT_PAY", "NATIVE");
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        shop.pays(opened.text("paymentNo"), Map.of("notify", false));
        return opened.text("paymentNo");
    }

    private String paid() {
        String orderNo = order();
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        return orderNo;
    }

    private Answer shipping(String orderNo) {
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

    private interface Wish {
        List<Map<String, Object>> items(int shopper);
    }

    /** Everybody orders at once. */
    private List<Answer> rush(int shoppers, Wish wish) throws Exception {
        CyclicBarrier start = new CyclicBarrier(shoppers);
        List<Future<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < shoppers; i++) {
            int number = i;
            Api shopper = shop.staff("shop").forShopper(shop.shopper() + "-" + number);
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("items", wish.items(number));
            order.put("deliveryMethod", "PICKUP");
            calls.add(rivals.submit(() -> {
                start.await(30, TimeUnit.SECONDS);
                return shopper.post("/api/v1/orders", order);
            }));
        }
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> call : calls) {
            Answer answer = call.get(60, TimeUnit.SECONDS);
            assertThat(answer.status()).as(answer.toString()).isIn(201, 409);
            if (answer.status() == 201) {
                orders.add(answer.text("orderNo"));
            }
            answers.add(answer);
        }
        return answers;
    }

    private static Map<String, Object> item(String sku, int quantity) {
        return Map.of("skuId", sku, "quantity", quantity);
    }

    private void pay(Answer placed) {
        String orderNo = placed.text("orderNo");
        Api shopper = shop.staff("shop").forShopper(placed.text("shopperId"));
        Answer opened = shopper.post(
                "/api/v1/orders/" + orderNo + "/payments", Map.of("channel", "WECHAT_PAY", "scene", "NATIVE"));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        shop.pays(opened.text("paymentNo"));
        ShopDriver.await(() -> shopper.get("/api/v1/orders/" + orderNo).text("status"), "PAID"::equals);
    }

    /** Lets both wait for the order's row and then go: in even rounds the first one first, in odd ones the second. */
    private List<Integer> race(String orderNo, int round, Callable<Integer> one, Callable<Integer> other)
            throws Exception {
        try (HeldRow row = HeldRow.ofOrder(SERVICE.database(), orderNo)) {
            Future<Integer> earlier = rivals.submit(round % 2 == 0 ? one : other);
            row.awaitWaiting(1);
            Future<Integer> later = rivals.submit(round % 2 == 0 ? other : one);
            row.awaitWaiting(2);
            row.letGo();
            int first = earlier.get(30, TimeUnit.SECONDS);
            int second = later.get(30, TimeUnit.SECONDS);
            return round % 2 == 0 ? List.of(first, second) : List.of(second, first);
        }
    }

    private String order() {
        Answer placed = shop.shop().post("/api/v1/orders", shop.baseOrder());
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        orders.add(placed.text("orderNo"));
        return placed.text("orderNo");
    }

    /** The payer has paid and nobody was told. */
    private String paidSilently(String orderNo) {
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo, Map.of("notify", false));
        return paymentNo;
    }

    private int notify(String paymentNo, int copies) {
        JsonNode answers = shop.sandbox()
                .post(
                        "/sandbox/v1/notifications",
                        Map.of("paymentNo", paymentNo, "tamper", "NONE", "copies", copies, "parallel", copies))
                .body()
                .path("answers");
        assertThat(answers).hasSize(copies).allMatch(answer -> answer.equals(answers.path(0)));
        return answers.path(0).asInt();
    }

    private void paidOnce(String orderNo) {
        JsonNode order = shop.awaitStatus(orderNo, "PAID");
        ShopDriver.await(() -> shop.order(orderNo).path("hold").isNull(), held -> held);
        assertThat(order.path("paidFen")).isEqualTo(order.path("payableFen"));
        ShopDriver.await(
                () -> shop.eventTypes(orderNo), types -> types.equals(List.of("order.placed.v1", "order.paid.v1")));
    }

    /** Of the orders of this test; others may be as their tests left them. */
    private void booksAgree() {
        shop.advance("PT1M");
        Instant now = Instant.parse(shop.staff("admin").get("/demo/v1/clock").text("now"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(new BooksChecker(
                                SERVICE.database(),
                                shop.sandbox().get("/sandbox/v1/books").body(),
                                now)
                        .received(Map.of(shop.skuA(), 1_000, shop.skuB(), 1_000))
                        .violations())
                .filteredOn(violation -> orders.contains(violation.subject())
                        || violation.subject().equals(shop.skuA())
                        || violation.subject().equals(shop.skuB()))
                .isEmpty());
    }
}
