package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaves in several parcels, what WeChat is told of them, and what becomes of those that do not arrive. */
class ParcelsTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(700_000);

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(20);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void weChatIsToldParcelByParcelAndOnlyTheLastSaysThatItIsAll() {
        String orderNo = shop.paidBaseOrder();
        shop.fault("WECHAT_MINI_PROGRAM", "shipping-info", "HTTP_500", 2);
        ship(orderNo, List.of(Map.of("lineNo", 1, "quantity", 1)));
        ship(orderNo, List.of());
        shop.advance("PT10M");

        List<JsonNode> told =
                ShopDriver.await(() -> shop.weChatShippingInfo(paidPayment(orderNo)), uploads -> uploads.size() == 2);
        assertThat(told.get(0).path("isAllDelivered").asBoolean()).isFalse();
        assertThat(told.get(1).path("isAllDelivered").asBoolean()).isTrue();
        assertThat(told).allSatisfy(upload -> {
            assertThat(upload.path("split").asBoolean()).isTrue();
            assertThat(upload.path("correction").asBoolean()).isFalse();
        });
        assertThat(told)
                .extracting(upload ->
                        upload.path("parcels").path(0).path("itemDesc").asText())
                .as("each parcel by what is in it")
                .containsExactly("测试商品 ×1", "测试商品 ×1; 测试商品 ×1");
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
    }

    @Test
    void weChatIsToldThatNothingFollowsWhenTheRestIsPaidBack() {
        String orderNo = shop.paidBaseOrder();
        ship(orderNo, List.of(Map.of("lineNo", 1, "quantity", 1)));
        String payment = paidPayment(orderNo);
        assertThat(ShopDriver.await(() -> shop.weChatShippingInfo(payment), uploads -> uploads.size() == 1)
                        .get(0)
                        .path("isAllDelivered")
                        .asBoolean())
                .isFalse();
        payBackTheRest(orderNo);

        JsonNode last = ShopDriver.await(() -> shop.weChatShippingInfo(payment), uploads -> uploads.size() == 2)
                .get(1);
        assertThat(last.path("split").asBoolean()).isTrue();
        assertThat(last.path("isAllDelivered").asBoolean()).isTrue();
        assertThat(last.path("correction").asBoolean())
                .as("WeChat allows one, and it stays in reserve")
                .isFalse();
        assertThat(last.path("parcels")).hasSize(1);
        shop.awaitStatus(orderNo, "SHIPPED");
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
    }

    @Test
    void weChatIsToldOfFetchedGoodsOnceAndWholeWhenNothingIsLeftToFetch() {
        Map<String, Object> order = new LinkedHashMap<>(shop.baseOrder());
        order.put("deliveryMethod", "PICKUP");
        order.remove("shippingAddress");
        String orderNo = shop.shop().post("/api/v1/orders", order).text("orderNo");
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        Answer fetched = shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of("items", List.of(Map.of("lineNo", 1, "quantity", 1))));
        assertThat(fetched.status()).as(fetched.toString()).isEqualTo(201);
        payBackTheRest(orderNo);

        JsonNode told = ShopDriver.await(
                        () -> shop.weChatShippingInfo(paidPayment(orderNo)), uploads -> !uploads.isEmpty())
                .get(0);
        assertThat(told.path("split").asBoolean()).isFalse();
        assertThat(told.path("isAllDelivered").asBoolean()).isTrue();
        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
    }

    private void payBackTheRest(String orderNo) {
        Answer refunded = shop.staff("ops")
                .post(
                        "/api/v1/orders/" + orderNo + "/refunds",
                        Map.of(
                                "items",
                                List.of(Map.of("lineNo", 1, "quantity", 1), Map.of("lineNo", 2, "quantity", 1)),
                                "note",
                                "the rest is broken"));
        assertThat(refunded.status()).as(refunded.toString()).isEqualTo(201);
    }

    @Test
    void whatWeChatDoesNotTakeForLongShowsWithTheMoneyThatIsFrozenThere() {
        String orderNo = shop.paidBaseOrder();
        shop.fault("WECHAT_MINI_PROGRAM", "shipping-info", "HTTP_500", 100);
        ship(orderNo, List.of());
        shop.advance("PT20M");

        JsonNode stuck = ShopDriver.await(() -> shop.stuck(orderNo), row -> !row.isMissingNode());
        assertThat(stuck.path("kind").asText()).isEqualTo("UNKNOWN_OUTCOME");
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(stuck.path("reason").asText()).contains("frozen");

        heal();
        shop.advance("PT6M");
        ShopDriver.await(() -> shop.stuck(orderNo), JsonNode::isMissingNode);
        assertThat(shop.weChatShippingInfo(paidPayment(orderNo))).hasSize(1);
    }

    @Test
    void aRefusedParcelIsATaskForServiceAndItsEndDeliversTheRest() {
        String orderNo = shop.paidBaseOrder();
        String arrives = ship(orderNo, List.of(Map.of("lineNo", 1, "quantity", 2)));
        String refused = ship(orderNo, List.of());
        shop.carrierSays(arrives, "SIGNED");
        shop.carrierSays(refused, "REFUSED");

        JsonNode task = awaitTask(orderNo);
        assertThat(task.path("name").asText()).isEqualTo("Clear up parcel problem");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("SHIPPED");
        JsonNode stuck = shop.stuck(orderNo);
        assertThat(stuck.path("kind").asText()).isEqualTo("INCIDENT");
        assertThat(stuck.path("activityId").asText()).isEqualTo("UserTask_ClearUpParcelProblem");
        assertThat(stuck.path("reason").asText()).contains("in trouble");
        String complete = "/engine-rest/task/" + task.path("id").asText() + "/complete";
        assertThat(shop.staff("service").post(complete, Map.of()).status())
                .as("nothing decided")
                .isGreaterThanOrEqualTo(400);
        assertThat(tasks(orderNo)).hasSize(1);
        Answer completed = shop.staff("service")
                .post(complete, Map.of("variables", Map.of("parcelDecision", Map.of("value", "WILL_NOT_ARRIVE"))));
        assertThat(completed.status()).as(completed.toString()).isEqualTo(204);

        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(shop.stuck(orderNo).isMissingNode()).isTrue();
        assertThat(shop.timelineKinds(orderNo)).contains("parcel.trouble", "parcel.settled");
        assertThat(shop.staff("ops").get("/ops/v1/audit?size=50").body().path("items"))
                .anySatisfy(entry -> {
                    assertThat(entry.path("action").asText()).isEqualTo("PARCEL_WILL_NOT_ARRIVE");
                    assertThat(entry.path("actor").asText()).isEqualTo("staff:demo-service");
                });
    }

    @Test
    void aParcelThatDoesNotMoveForDaysIsATaskUntilItIsSignedForAfterAll() {
        String orderNo = shop.paidBaseOrder();
        String trackingNo = ship(orderNo, List.of());
        shop.advance("PT132H");
        awaitTask(orderNo);

        shop.carrierSays(trackingNo, "SIGNED");

        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(tasks(orderNo)).isEmpty();
    }

    @Test
    void aParcelWithoutANumberGetsOneWaybillHoweverOftenTheCarrierHasToBeAsked() {
        String orderNo = shop.paidBaseOrder();
        shop.sandbox()
                .post(
                        "/sandbox/v1/faults",
                        Map.of(
                                "channel", "KUAIDI100",
                                "operation", "track",
                                "effect", true,
                                "answer", "RESET",
                                "times", 1));
        Answer shipped = shop.staff("warehouse")
                .post("/api/v1/orders/" + orderNo + "/shipments", Map.of("carrier", "SF", "items", List.of()));
        assertThat(shipped.status()).as(shipped.toString()).isEqualTo(201);
        assertThat(shipped.body().path("trackingNo").isNull()).isTrue();
        shop.advance("PT1M");

        JsonNode numbered = ShopDriver.await(
                () -> shop.shop()
                        .get("/api/v1/orders/" + orderNo + "/shipments")
                        .body()
                        .path(0),
                shipment -> !shipment.path("trackingNo").isNull());
        assertThat(numbered.path("trackingNo").asText()).startsWith("SF");
        assertThat(shop.timelineKinds(orderNo)).containsOnlyOnce("waybill.made");
        shop.carrierSays(numbered.path("trackingNo").asText(), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
    }

    private String ship(String orderNo, List<Map<String, Integer>> items) {
        String trackingNo = "SF" + NUMBERS.incrementAndGet();
        Answer shipped = shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of("carrier", "SF", "trackingNo", trackingNo, "items", items));
        assertThat(shipped.status()).as(shipped.toString()).isEqualTo(201);
        return trackingNo;
    }

    private String paidPayment(String orderNo) {
        return shop.shop()
                .get("/api/v1/orders/" + orderNo + "/payments")
                .body()
                .path(0)
                .path("paymentNo")
                .asText();
    }

    private JsonNode awaitTask(String orderNo) {
        return ShopDriver.await(() -> tasks(orderNo), tasks -> tasks.size() == 1)
                .path(0);
    }

    private JsonNode tasks(String orderNo) {
        return shop.staff("service")
                .get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                .body();
    }
}
