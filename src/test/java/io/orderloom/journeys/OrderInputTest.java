package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What shoppers and warehouses may get wrong about orders: each wrong request is told where, and changes nothing. */
class OrderInputTest {

    private static final RunningService SERVICE = RunningService.shared();
    private static final ShopDriver SHOP = new ShopDriver(SERVICE).stocked(1_000);

    static Stream<Arguments> wrongOrders() {
        String sku = SHOP.skuA();
        return Stream.of(
                wrong("no items", Map.of("items", List.of()), "/items", "ITEMS_MISSING"),
                wrong("quantity 0", items(sku, 0), "/items/0/quantity", "OUT_OF_RANGE"),
                wrong("quantity -1", items(sku, -1), "/items/0/quantity", "OUT_OF_RANGE"),
                wrong("quantity 2^31-1", items(sku, Integer.MAX_VALUE), "/items/0/quantity", "OUT_OF_RANGE"),
                wrong("1 001 lines", Map.of("items", Collections.nCopies(1_001, line(sku, 1))), "/items", "WRONG_SIZE"),
                wrong(
                        "one SKU in two lines, together too many",
                        Map.of("items", List.of(line(sku, 999), line(sku, 1))),
                        "/items/1/quantity",
                        "OUT_OF_RANGE"),
                wrong("unknown SKU", items("NO-SUCH-SKU", 1), "/items/0/skuId", "SKU_UNKNOWN"),
                wrong("SQL for a SKU", items("' OR 1=1 --", 1), "/items/0/skuId", "SKU_UNKNOWN"),
                wrong("unknown coupon", Map.of("couponIds", List.of("NOPE")), "/couponIds/0", "COUPON_UNKNOWN"),
                wrong(
                        "a coupon twice",
                        Map.of("couponIds", List.of("NOPE", "NOPE")),
                        "/couponIds/1",
                        "COUPON_DUPLICATE"),
                wrong("no phone", address("phone", ""), "/shippingAddress/phone", "WRONG_FORM"),
                wrong("a foreign phone", address("phone", "+4912345"), "/shippingAddress/phone", "WRONG_FORM"),
                wrong(
                        "an endless street",
                        address("detail", "x".repeat(5_000)),
                        "/shippingAddress/detail",
                        "WRONG_SIZE"),
                wrong(
                        "a pick-up with address",
                        Map.of("deliveryMethod", "PICKUP"),
                        "/shippingAddress",
                        "ADDRESS_NOT_NEEDED"),
                wrong("an endless remark", Map.of("remark", "x".repeat(501)), "/remark", "WRONG_SIZE"),
                wrong(
                        "a negative expectation",
                        Map.of("expectedPayableFen", -1),
                        "/expectedPayableFen",
                        "AMOUNT_NEGATIVE"),
                wrong("an address of nobody", addressId(), "/addressId", "ADDRESS_UNKNOWN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongOrders")
    void aWrongOrderIsRefusedWithThePlaceAndReservesNothing(
            String what, Map<String, Object> order, String pointer, String code) {
        int before = SHOP.available(SHOP.skuA());
        Answer refused = SHOP.shop().post("/api/v1/orders", order);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.body().path("errors").findValuesAsText("pointer")).contains(pointer);
        assertThat(refused.body().path("errors").findValuesAsText("code")).contains(code);
        assertThat(SHOP.available(SHOP.skuA())).isEqualTo(before);
    }

    static Stream<String> fieldsThatAreOurs() {
        return Stream.of(
                "paid",
                "status",
                "userId",
                "currency",
                "payableFen",
                "priceFen",
                "discountFen",
                "freightFen",
                "shopperId",
                "notifyUrl");
    }

    @ParameterizedTest
    @MethodSource("fieldsThatAreOurs")
    void aFieldThatIsNotTheShoppersToSayIsRefused(String field) {
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.put(field, 1);
        Answer refused = SHOP.shop().post("/api/v1/orders", order);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("MALFORMED_REQUEST");
    }

    @Test
    void anotherPriceThanShownIsRefusedWithWhatItCostsNow() {
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.put("expectedPayableFen", 1);
        Answer refused = SHOP.shop().post("/api/v1/orders", order);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("PRICE_CHANGED");
        assertThat(refused.body().path("quote").path("payableFen").asLong()).isEqualTo(25_401);
    }

    @Test
    void theSameSkuInTwoLinesIsOneLine() {
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.put("items", List.of(line(SHOP.skuA(), 1), line(SHOP.skuA(), 2)));
        Answer placed = SHOP.shop().post("/api/v1/orders", order);
        assertThat(placed.body().path("lines")).hasSize(1);
        assertThat(placed.body().path("lines").path(0).path("quantity").asInt()).isEqualTo(3);
        assertThat(placed.body().path("goodsFen").asLong()).isEqualTo(3 * 9_900);
    }

    @Test
    void aSumThatNoOrderCanBeIsRefusedAndDoesNotWrapAround() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        Api merchant = SHOP.staff("merchant");
        merchant.put("/api/v1/categories/dear-" + mark, Map.of("name", "贵"));
        Map<String, Object> sku = Map.of("skuId", "DEAR-" + mark, "priceFen", 100_000_000);
        Answer product = merchant.put(
                "/api/v1/products/DEAR-" + mark, Map.of("name", "贵", "category", "dear-" + mark, "skus", List.of(sku)));
        assertThat(product.status()).as(product.toString()).isEqualTo(201);
        merchant.put("/api/v1/stock/DEAR-" + mark, Map.of("onHand", 10_000));
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.putAll(items("DEAR-" + mark, 999));
        Answer refused = SHOP.shop().post("/api/v1/orders", order);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("pointer").asText())
                .isEqualTo("/items");
        assertThat(SHOP.available("DEAR-" + mark)).isEqualTo(10_000);
    }

    @Test
    void tooFewInStockIsRefusedNamingTheSkuAndReservesNothing() {
        ShopDriver poor = new ShopDriver(SERVICE).stocked(1);
        Answer refused = poor.shop().post("/api/v1/orders", poor.baseOrder());
        assertThat(refused.status()).as(refused.toString()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("OUT_OF_STOCK");
        assertThat(refused.body().path("skuIds").toString())
                .contains(poor.skuA())
                .doesNotContain(poor.skuB());
        assertThat(poor.available(poor.skuA())).isEqualTo(1);
        assertThat(poor.available(poor.skuB())).isEqualTo(1);
    }

    @Test
    void anOrderNeedsAnIdempotencyKeyAndRepeatsUnderIt() {
        assertThat(SHOP.shop().send("POST", "/api/v1/orders", SHOP.baseOrder()).code())
                .isEqualTo("IDEMPOTENCY_KEY_MISSING");
        String key = UUID.randomUUID().toString();
        Answer first = SHOP.shop().with("Idempotency-Key", key).post("/api/v1/orders", SHOP.baseOrder());
        Answer again = SHOP.shop().with("Idempotency-Key", key).post("/api/v1/orders", SHOP.baseOrder());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        Map<String, Object> other = new LinkedHashMap<>(SHOP.baseOrder());
        other.put("remark", "other");
        assertThat(SHOP.shop()
                        .with("Idempotency-Key", key)
                        .post("/api/v1/orders", other)
                        .code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void twoPaymentsUnderOneKeyAreOnePayment() {
        String orderNo = SHOP.placeBaseOrder();
        String key = UUID.randomUUID().toString();
        Map<String, String> body = Map.of("channel", "WECHAT_PAY", "scene", "NATIVE");
        Answer first = SHOP.shop().with("Idempotency-Key", key).post("/api/v1/orders/" + orderNo + "/payments", body);
        Answer again = SHOP.shop().with("Idempotency-Key", key).post("/api/v1/orders/" + orderNo + "/payments", body);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.text("paymentNo")).isEqualTo(first.text("paymentNo"));
        assertThat(SHOP.shop().get("/api/v1/orders/" + orderNo + "/payments").body())
                .hasSize(1);
    }

    @Test
    void aChannelOrSceneThatIsNotOfferedIsRefused() {
        String payments = "/api/v1/orders/" + SHOP.placeBaseOrder() + "/payments";
        assertThat(SHOP.shop()
                        .post(payments, Map.of("channel", "UNIONPAY", "scene", "MINI_PROGRAM"))
                        .toString())
                .contains("422", "SCENE_NOT_OFFERED");
        assertThat(SHOP.shop().post(payments, Map.of("scene", "NATIVE")).toString())
                .contains("422", "CHANNEL_MISSING");
        assertThat(SHOP.shop()
                        .post(
                                payments,
                                Map.of("channel", "WECHAT_PAY", "scene", "NATIVE", "notifyUrl", "https://evil.example"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void goodsOfAnUnpaidOrderDoNotLeaveAndNoMoreThanOrderedLeaves() {
        String unpaid = SHOP.placeBaseOrder();
        assertThat(SHOP.shipAttempt(unpaid).code()).isEqualTo("ORDER_NOT_PAID");
        assertThat(SHOP.shop().post("/api/v1/orders/" + unpaid + "/receipt", "").code())
                .isEqualTo("ORDER_NOT_SHIPPED");
        String paid = SHOP.paidBaseOrder();
        String shipments = "/api/v1/orders/" + paid + "/shipments";
        Map<String, Object> three = Map.of(
                "carrier", "SF", "trackingNo", "SF00000001", "items", List.of(Map.of("lineNo", 1, "quantity", 3)));
        assertThat(SHOP.staff("warehouse").post(shipments, three).toString()).contains("422", "MORE_THAN_ORDERED");
        assertThat(SHOP.staff("warehouse")
                        .post(shipments, Map.of("carrier", "NO-SUCH", "trackingNo", "SF00000001"))
                        .toString())
                .contains("422", "CARRIER_UNKNOWN");
        assertThat(SHOP.onHand(SHOP.skuA())).isEqualTo(1_000);
        Map<String, Object> two = Map.of(
                "carrier", "SF", "trackingNo", "SF00000002", "items", List.of(Map.of("lineNo", 1, "quantity", 2)));
        assertThat(SHOP.staff("warehouse").post(shipments, two).status()).isEqualTo(201);
        assertThat(SHOP.order(paid).path("status").asText()).isEqualTo("PARTLY_SHIPPED");
        assertThat(SHOP.onHand(SHOP.skuA())).isEqualTo(998);
        // The second parcel closes the books of this driver's shelf again.
        assertThat(SHOP.shipAttempt(paid).status()).isEqualTo(201);
        assertThat(SHOP.order(paid).path("status").asText()).isEqualTo("SHIPPED");
        assertThat(SHOP.staff("merchant")
                        .put("/api/v1/stock/" + SHOP.skuA(), Map.of("onHand", 1_000))
                        .status())
                .isEqualTo(200);
    }

    static Stream<String> numbersOfNoOrder() {
        return Stream.of("0123456789ABCDEFGHJK", "x".repeat(65), "１２３４５６７８９０", "abc", "-1");
    }

    @ParameterizedTest
    @MethodSource("numbersOfNoOrder")
    void aNumberOfNoOrderIsNotFound(String number) {
        String encoded = java.net.URLEncoder.encode(number, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(SHOP.shop().get("/api/v1/orders/" + encoded).status()).isEqualTo(404);
    }

    @Test
    void aRoleThatMayNotIsToldSoAndNobodyIsAskedForCredentials() {
        String orderNo = SHOP.placeBaseOrder();
        for (String role : Set.of("merchant", "analyst", "ops", "service")) {
            assertThat(SHOP.staff(role)
                            .post("/api/v1/orders/" + orderNo + "/shipments", Map.of())
                            .status())
                    .as(role)
                    .isEqualTo(403);
        }
        assertThat(SERVICE.api().get("/api/v1/orders/" + orderNo).status()).isEqualTo(401);
        assertThat(SERVICE.api()
                        .as("no-such-key")
                        .get("/api/v1/orders/" + orderNo)
                        .status())
                .isEqualTo(401);
        assertThat(SHOP.shop().get("/ops/v1/stuck-orders").status()).isEqualTo(403);
    }

    private static Arguments wrong(String what, Map<String, Object> changes, String pointer, String code) {
        Map<String, Object> order = new LinkedHashMap<>(SHOP.baseOrder());
        order.putAll(changes);
        if (changes.containsKey("addressId")) {
            order.remove("shippingAddress");
        }
        return Arguments.of(what, order, pointer, code);
    }

    private static Map<String, Object> items(String sku, int quantity) {
        return Map.of("items", List.of(line(sku, quantity)));
    }

    private static Map<String, Object> line(String sku, int quantity) {
        return Map.of("skuId", sku, "quantity", quantity);
    }

    private static Map<String, Object> addressId() {
        return Map.of("addressId", "nobodys");
    }

    private static Map<String, Object> address(String field, String value) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("name", "张三");
        address.put("phone", "13800000000");
        address.put("province", "浙江省");
        address.put("city", "杭州市");
        address.put("district", "西湖区");
        address.put("detail", "文三路 1 号");
        address.put(field, value);
        return Map.of("shippingAddress", address);
    }
}
