package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.Channel;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import io.orderloom.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Staff gives money back: by units, by amount, or everything, and never more than was paid. */
class StaffRefundTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void unitsGoBackOneAfterTheOtherAtEachGatewayUntilNothingIsLeft() {
        Map<Channel, String> orders = new EnumMap<>(Channel.class);
        Map<Channel, String> keptBack = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            String orderNo = receivedBaseOrder(channel);
            orders.put(channel, orderNo);
            assertThat(refunded(orderNo, units(1, 1))).isEqualTo(8_702);
            shop.awaitRefunded(orderNo);
            shop.fault(channel.name(), "refund", "NOT_ENOUGH", 1);
            assertThat(refunded(orderNo, units(1, 1))).isEqualTo(8_703);
            keptBack.put(channel, shop.refunds(orderNo).get(1).path("refundNo").asText());
            if (channel != Channel.WECHAT_PAY) {
                awaitTooLittle(orderNo);
            }
            assertThat(refunded(orderNo, units(2, 1))).isEqualTo(4_396);
            refused(orderNo, Map.of("amountFen", 601, "note", "freight and a fen"), 422, "REFUND_EXCEEDS_PAID");
            assertThat(refunded(orderNo, Map.of("amountFen", 600, "note", "freight")))
                    .isEqualTo(600);
            refused(orderNo, Map.of("amountFen", 1, "note", "one more fen"), 422, "REFUND_EXCEEDS_PAID");
            refused(orderNo, units(1, 1), 422, "REFUND_EXCEEDS_PAID");
        }

        // A minute apart at WeChat Pay: only the first is asked for at once.
        shop.advance("PT5M");
        orders.values().forEach(this::awaitTooLittle);
        // The merchant's account is asked again under the same number after half an hour.
        shop.advance("PT31M");
        orders.forEach((channel, orderNo) -> wentBackToTheFen(channel, orderNo, keptBack.getOrDefault(channel, "")));
    }

    private void awaitTooLittle(String orderNo) {
        JsonNode stuck = ShopDriver.await(
                () -> shop.stuck(orderNo), row -> row.path("reason").asText().contains("NOT_ENOUGH"));
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(8_703);
    }

    private void wentBackToTheFen(Channel channel, String orderNo, String keptBack) {
        List<JsonNode> refunds = ShopDriver.await(() -> shop.refunds(orderNo), all -> all.stream()
                .allMatch(refund -> refund.path("status").asText().equals("SUCCEEDED")));
        assertThat(refunds).hasSize(4);
        assertThat(refunds.get(1).path("refundNo").asText()).isEqualTo(keptBack);
        JsonNode order = shop.order(orderNo);
        assertThat(order.path("refundedFen").asLong()).isEqualTo(22_401);
        assertThat(order.path("lines").path(0).path("refundedFen").asLong()).isEqualTo(17_405);
        assertThat(order.path("lines").path(1).path("refundedFen").asLong()).isEqualTo(4_396);
        assertThat(order.path("status").asText())
                .as("a completed order stays so")
                .isEqualTo("COMPLETED");
        assertThat(shop.ledgerFen(orderNo)).isZero();
        String paymentNo = refunds.get(0).path("paymentNo").asText();
        assertThat(shop.gatewayRefunds(paymentNo).stream()
                        .mapToLong(refund -> refund.path("amountFen").asLong()))
                .containsExactlyInAnyOrder(8_702L, 8_703L, 4_396L, 600L);
        if (channel == Channel.WECHAT_PAY) {
            List<Instant> moments = refunds.stream()
                    .map(refund -> OffsetDateTime.parse(
                                    refund.path("refundedAt").asText())
                            .toInstant())
                    .sorted()
                    .toList();
            for (int next = 1; next < moments.size(); next++) {
                assertThat(Duration.between(moments.get(next - 1), moments.get(next)))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void everythingPaidBackBeforeShippingClosesTheOrderAndPutsItsGoodsBackOnTheShelf(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        shop.pays(shop.opens(orderNo, channel));
        shop.awaitStatus(orderNo, "PAID");

        assertThat(refunded(orderNo, Map.of("note", "the shopper changed her mind")))
                .isEqualTo(22_401);

        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.available(shop.skuB())).isEqualTo(10);
        Answer shipping = shop.shipAttempt(orderNo);
        assertThat(shipping.status()).isEqualTo(409);
        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.eventTypes(orderNo))
                .containsExactly(
                        "order.placed.v1",
                        "order.paid.v1",
                        "refund.requested.v1",
                        "refund.succeeded.v1",
                        "order.closed.v1");
        refused(orderNo, Map.of("note", "again"), 422, "REFUND_EXCEEDS_PAID");
    }

    @Test
    void allTheMoneyGivenBackAsASumKeepsTheGoodsInTheWarehouseToo() {
        String orderNo = shop.paidBaseOrder();

        assertThat(refunded(orderNo, Map.of("amountFen", 22_401, "note", "all of it")))
                .isEqualTo(22_401);

        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.shipAttempt(orderNo).status()).isEqualTo(409);
        shop.awaitStatus(orderNo, "CLOSED");
    }

    @Test
    void aUnitThatIsPaidBackStaysInTheWarehouseAndTheRestShipsAndCompletes() {
        String orderNo = shop.paidBaseOrder();
        assertThat(refunded(orderNo, units(2, 1))).isEqualTo(4_396);

        Answer all = shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of(
                                "carrier", "SF",
                                "trackingNo", "SF00000001",
                                "items", List.of(Map.of("lineNo", 2, "quantity", 1))));
        assertThat(all.status()).isEqualTo(409);
        assertThat(all.code()).isEqualTo("LINE_UNDER_REFUND");
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
        shop.awaitStatus(orderNo, "COMPLETED");
        assertThat(shop.onHand(shop.skuA())).isEqualTo(8);
        assertThat(shop.onHand(shop.skuB())).isEqualTo(10);
    }

    @Test
    void payingTheRestBackAfterAPartHasLeftCompletesTheShipping() {
        String orderNo = shop.paidBaseOrder();
        shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of(
                                "carrier",
                                "SF",
                                "trackingNo",
                                "SF" + orderNo.substring(8),
                                "items",
                                List.of(Map.of("lineNo", 1, "quantity", 2))));
        shop.awaitStatus(orderNo, "PARTLY_SHIPPED");

        assertThat(refunded(orderNo, units(2, 1))).isEqualTo(4_396);

        shop.awaitStatus(orderNo, "SHIPPED");
        shop.carrierSays("SF" + orderNo.substring(8), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
    }

    @Test
    void twoRefundsAtOnceTogetherNeverExceedWhatWasPaid() throws Exception {
        String orderNo = shop.paidBaseOrder();
        CyclicBarrier together = new CyclicBarrier(8);
        ExecutorService clerks = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> refund = () -> {
                together.await();
                return ask(orderNo, Map.of("amountFen", 10_000, "note", "goodwill"))
                        .status();
            };
            List<Future<Integer>> answers = clerks.invokeAll(java.util.Collections.nCopies(8, refund));
            int accepted = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(201, 422);
                accepted += answer.get() == 201 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(2);
        } finally {
            clerks.shutdownNow();
        }
        assertThat(shop.refunds(orderNo).stream()
                        .mapToLong(refund -> refund.path("amountFen").asLong())
                        .sum())
                .isEqualTo(20_000);
    }

    @Test
    void whoAsksForMoreRefundsThanTheGatewayTakesOrTooLateIsToldAndNothingGoesBack() {
        String orderNo = shop.paidBaseOrder();
        TestDatabase database = RunningService.shared().database();
        database.write("UPDATE payments SET paid_at = paid_at - INTERVAL 366 DAY WHERE order_no = ?", orderNo);
        refused(orderNo, Map.of("amountFen", 1, "note", "after a year"), 422, "REFUND_WINDOW_OVER");
        database.write("UPDATE payments SET paid_at = paid_at + INTERVAL 366 DAY WHERE order_no = ?", orderNo);

        for (int earlier = 1; earlier <= 50; earlier++) {
            database.write("""
                    INSERT INTO refunds (refund_no, order_no, payment_no, amount_fen, status, reason, requested_at,
                        ask_from, status_since)
                    SELECT CONCAT('earlier', ?, order_no), order_no, payment_no, 1, 'SUCCEEDED', 'STAFF', paid_at,
                        paid_at, paid_at
                    FROM payments WHERE order_no = ?""", earlier, orderNo);
        }
        refused(orderNo, Map.of("amountFen", 1, "note", "once more"), 422, "REFUNDS_USED_UP");
        database.write("DELETE FROM refunds WHERE order_no = ?", orderNo);

        assertThat(refunded(orderNo, Map.of("note", "everything"))).isEqualTo(22_401);
        shop.awaitRefunded(orderNo);
    }

    @Test
    void whatCannotBeMeantIsRefusedAndNothingGoesBack() {
        String orderNo = shop.paidBaseOrder();
        refused(orderNo, Map.of("amountFen", 0, "note", "none"), 422, "AMOUNT_OUT_OF_RANGE");
        refused(orderNo, Map.of("amountFen", -1, "note", "negative"), 422, "AMOUNT_OUT_OF_RANGE");
        refused(orderNo, units(1, 0), 422, "QUANTITY_OUT_OF_RANGE");
        refused(orderNo, units(7, 1), 422, "LINE_UNKNOWN");
        refused(orderNo, units(1, 3), 422, "REFUND_EXCEEDS_PAID");
        refused(orderNo, Map.of("amountFen", 1), 422, "NOTE_MISSING");
        refused(orderNo, Map.of("amountFen", 1, "note", "x".repeat(201)), 422, "TEXT_TOO_LONG");
        refused(shop.placeBaseOrderWithoutCoupon(), Map.of("note", "unpaid"), 409, "ORDER_NOT_PAID");
        refused(orderWhoseOpeningNobodyAnswered(), Map.of("note", "perhaps paid"), 409, "ORDER_NOT_PAID");
        assertThat(shop.shop()
                        .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("note", "me"))
                        .status())
                .isEqualTo(403);
        assertThat(shop.refunds(orderNo)).isEmpty();
    }

    private String receivedBaseOrder(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        shop.pays(shop.opens(orderNo, channel));
        shop.awaitStatus(orderNo, "PAID");
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
        shop.awaitStatus(orderNo, "COMPLETED");
        return orderNo;
    }

    private static Map<String, Object> units(int lineNo, int quantity) {
        return Map.of("items", List.of(Map.of("lineNo", lineNo, "quantity", quantity)), "note", "damaged");
    }

    private String orderWhoseOpeningNobodyAnswered() {
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        shop.fault("prepay", "HTTP_502", 1);
        Answer opened = shop.shop()
                .post("/api/v1/orders/" + orderNo + "/payments", Map.of("channel", "WECHAT_PAY", "scene", "NATIVE"));
        assertThat(opened.code()).isEqualTo("CHANNEL_UNAVAILABLE");
        return orderNo;
    }

    private Answer ask(String orderNo, Map<String, Object> wish) {
        return shop.staff("service").post("/api/v1/orders/" + orderNo + "/refunds", wish);
    }

    private long refunded(String orderNo, Map<String, Object> wish) {
        Answer answer = ask(orderNo, wish);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.text("reason")).isEqualTo("STAFF");
        return answer.body().path("amountFen").asLong();
    }

    private void refused(String orderNo, Map<String, Object> wish, int status, String code) {
        Answer answer = ask(orderNo, wish);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        JsonNode place = answer.body().path("errors").path(0);
        assertThat(place.isMissingNode() ? answer.code() : place.path("code").asText())
                .isEqualTo(code);
    }
}
