package io.orderloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.orderloom.payment.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the people and programs around the shop do, in their words. Each driver has a shopper, goods and
 * coupons of its own, so that journeys do not meet.
 */
public final class ShopDriver {

    /** What the base order costs, in fen: 2 × 9 900 + 5 001 − 3 000 + 600. */
    public static final long BASE_PAYABLE_FEN = 22_401;

    private final ServiceUnderTest service;
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String shopper = "shopper-" + mark;
    private final String skuA = "A-" + mark;
    private final String skuB = "B-" + mark;

    public ShopDriver(ServiceUnderTest service) {
        this.service = service;
    }

    public String shopper() {
        return shopper;
    }

    public String skuA() {
        return skuA;
    }

    public String skuB() {
        return skuB;
    }

    public Api shop() {
        return service.api().as("demo-shop").forShopper(shopper);
    }

    public Api staff(String role) {
        return service.api().as("demo-" + role);
    }

    public Api sandbox() {
        return service.sandbox();
    }

    /** The goods of the base order on the shelf. */
    public ShopDriver stocked(int ofEach) {
        Answer product = staff("merchant")
                .put(
                        "/api/v1/products/P-" + mark,
                        Map.of(
                                "name",
                                "测试商品",
                                "category",
                                anyCategory(),
                                "skus",
                                List.of(
                                        Map.of("skuId", skuA, "priceFen", 9_900),
                                        Map.of("skuId", skuB, "priceFen", 5_001))));
        assertThat(product.status()).as(product.toString()).isIn(200, 201);
        for (String sku : List.of(skuA, skuB)) {
            Answer stock = staff("merchant").put("/api/v1/stock/" + sku, Map.of("onHand", ofEach));
            assertThat(stock.status()).as(stock.toString()).isEqualTo(200);
        }
        return this;
    }

    private String anyCategory() {
        return staff("merchant")
                .get("/api/v1/categories")
                .body()
                .path("items")
                .path(0)
                .path("categoryId")
                .asText();
    }

    /** A coupon of 3 000 above 20 000 for the shopper. */
    public String coupon() {
        return coupon(3_000, 20_000);
    }

    /** A coupon of so much above so much for the shopper, both in fen. */
    public String coupon(long amountFen, long thresholdFen) {
        Answer template = staff("merchant")
                .post(
                        "/api/v1/coupons",
                        Map.of(
                                "name",
                                "满200减30",
                                "amountFen",
                                amountFen,
                                "thresholdFen",
                                thresholdFen,
                                "validUntil",
                                "2036-01-01T00:00:00Z"));
        assertThat(template.status()).as(template.toString()).isIn(200, 201);
        Answer granted = staff("merchant")
                .post(
                        "/api/v1/coupons/" + template.text("templateId") + "/grants",
                        Map.of("shopperIds", List.of(shopper)));
        assertThat(granted.status()).as(granted.toString()).isIn(200, 201);
        return granted.body().path("couponIds").path(0).asText();
    }

    /** Where the shopper lives: everybody elsewhere, or the risk rules would find them suspicious together. */
    public Map<String, String> address() {
        return Map.of(
                "name", "张三",
                "phone", "13800000000",
                "province", "浙江省",
                "city", "杭州市",
                "district", "西湖区",
                "detail", "文三路 1 号 " + mark);
    }

    /** The body of the base order O. */
    public Map<String, Object> baseOrder(String... couponIds) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("items", List.of(Map.of("skuId", skuA, "quantity", 2), Map.of("skuId", skuB, "quantity", 1)));
        order.put("couponIds", List.of(couponIds));
        order.put("deliveryMethod", "EXPRESS");
        order.put("shippingAddress", address());
        return order;
    }

    /** Places the base order with its coupon and answers its number. */
    public String placeBaseOrder() {
        Answer placed = shop().post("/api/v1/orders", baseOrder(coupon()));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.body().path("payableFen").asLong()).isEqualTo(BASE_PAYABLE_FEN);
        return placed.text("orderNo");
    }

    /** Places the base order at its full price and answers its number. */
    public String placeBaseOrderWithoutCoupon() {
        Answer placed = shop().post("/api/v1/orders", baseOrder());
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed.text("orderNo");
    }

    /** Opens a WeChat payment inside the mini-program and answers it. */
    public Answer openPayment(String orderNo) {
        Answer opened = shop().post(
                        "/api/v1/orders/" + orderNo + "/payments",
                        Map.of("channel", "WECHAT_PAY", "scene", "MINI_PROGRAM", "payerId", "openid-" + mark));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened;
    }

    /** Opens a WeChat payment in this scene and answers it. */
    public Answer openPayment(String orderNo, String scene) {
        return openPayment(orderNo, "WECHAT_PAY", scene);
    }

    /** Opens a payment by this channel in this scene and answers it. */
    public Answer openPayment(String orderNo, String channel, String scene) {
        Answer opened =
                shop().post("/api/v1/orders/" + orderNo + "/payments", Map.of("channel", channel, "scene", scene));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened;
    }

    /** Opens a payment by this channel as a code to scan, which each of them offers, and answers its number. */
    public String opens(String orderNo, Channel channel) {
        return openPayment(orderNo, channel.name(), "NATIVE").text("paymentNo");
    }

    public void pays(String paymentNo) {
        pays(paymentNo, Map.of());
    }

    /** The gateway notifies a payment so many times, all of which are taken. */
    public void notified(String paymentNo, int copies) {
        Answer told = sandbox()
                .post("/sandbox/v1/notifications", Map.of("paymentNo", paymentNo, "tamper", "NONE", "copies", copies));
        assertThat(told.body().path("answers")).hasSize(copies).allSatisfy(answer -> assertThat(answer.asInt())
                .isEqualTo(200));
    }

    /** One of the order's payments as the API shows it. */
    public JsonNode payment(String orderNo, String paymentNo) {
        for (JsonNode payment :
                shop().get("/api/v1/orders/" + orderNo + "/payments").body()) {
            if (payment.path("paymentNo").asText().equals(paymentNo)) {
                return payment;
            }
        }
        throw new AssertionError("The order has no payment " + paymentNo);
    }

    /** What goes back of the order's money, as the API shows it. */
    public List<JsonNode> refunds(String orderNo) {
        List<JsonNode> refunds = new ArrayList<>();
        shop().get("/api/v1/orders/" + orderNo + "/refunds").body().forEach(refunds::add);
        return refunds;
    }

    /** The order's only refund, once the money is back. */
    public JsonNode awaitRefunded(String orderNo) {
        List<JsonNode> refunds = await(
                () -> refunds(orderNo),
                all -> all.size() == 1 && all.get(0).path("status").asText().equals("SUCCEEDED"));
        return refunds.get(0);
    }

    /** The refunds that the gateway believes to have made of a payment. */
    public List<JsonNode> gatewayRefunds(String paymentNo) {
        List<JsonNode> refunds = new ArrayList<>();
        sandbox().get("/sandbox/v1/books").body().path("refunds").forEach(refund -> {
            if (refund.path("paymentNo").asText().equals(paymentNo)) {
                refunds.add(refund);
            }
        });
        return refunds;
    }

    /** What the ledger says the order has kept of its money, in fen. */
    public long ledgerFen(String orderNo) {
        return ledger(orderNo, "ORDERS");
    }

    /** What the ledger says is held of the order for payers whose money was not needed, in fen. */
    public long surplusFen(String orderNo) {
        return ledger(orderNo, "SURPLUS");
    }

    private long ledger(String orderNo, String account) {
        long sum = 0;
        for (JsonNode entry :
                staff("ops").get("/ops/v1/ledger?orderNo=" + orderNo).body().path("entries")) {
            sum -= entry.path("account").asText().equals(account)
                    ? entry.path("amountFen").asLong()
                    : 0;
        }
        return sum;
    }

    /** The next call of an operation at WeChat Pay has its effect and a bad answer. */
    public void faultAfterEffect(String operation, String answer) {
        Answer planted = sandbox()
                .post(
                        "/sandbox/v1/faults",
                        Map.of(
                                "channel",
                                "WECHAT_PAY",
                                "operation",
                                operation,
                                "effect",
                                true,
                                "answer",
                                answer,
                                "times",
                                1));
        assertThat(planted.status()).as(planted.toString()).isIn(200, 201);
    }

    public void pays(String paymentNo, Map<String, Object> how) {
        Answer paid = sandbox().post("/sandbox/v1/payments/" + paymentNo + "/pay", how);
        assertThat(paid.status()).as(paid.toString()).isEqualTo(200);
    }

    /** Places and pays the base order and waits until the shop knows. */
    public String paidBaseOrder() {
        String orderNo = placeBaseOrder();
        pays(openPayment(orderNo).text("paymentNo"));
        awaitStatus(orderNo, "PAID");
        return orderNo;
    }

    public JsonNode order(String orderNo) {
        Answer answer = shop().get("/api/v1/orders/" + orderNo);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    public JsonNode awaitStatus(String orderNo, String status) {
        return await(
                () -> order(orderNo), order -> order.path("status").asText().equals(status));
    }

    public String ship(String orderNo) {
        String trackingNo = "SF" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        Answer shipped = staff("warehouse")
                .post("/api/v1/orders/" + orderNo + "/shipments", Map.of("carrier", "SF", "trackingNo", trackingNo));
        assertThat(shipped.status()).as(shipped.toString()).isEqualTo(201);
        return trackingNo;
    }

    /** Ships so many units of one line. @return the parcel's waybill number */
    public String ships(String orderNo, int lineNo, int quantity) {
        String trackingNo = "SF" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        Answer shipped = staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of(
                                "carrier",
                                "SF",
                                "trackingNo",
                                trackingNo,
                                "items",
                                List.of(Map.of("lineNo", lineNo, "quantity", quantity))));
        assertThat(shipped.status()).as(shipped.toString()).isEqualTo(201);
        return trackingNo;
    }

    public void carrierSays(String trackingNo, String state) {
        Answer told = sandbox().post("/sandbox/v1/parcels/" + trackingNo + "/events", Map.of("state", state));
        assertThat(told.status()).as(told.toString()).isIn(200, 201, 202);
    }

    public int onHand(String sku) {
        return staff("merchant")
                .get("/api/v1/stock/" + sku)
                .body()
                .path("onHand")
                .asInt();
    }

    public int available(String sku) {
        return staff("merchant")
                .get("/api/v1/stock/" + sku)
                .body()
                .path("available")
                .asInt();
    }

    public void advance(String duration) {
        Answer moved = staff("admin").post("/demo/v1/clock", Map.of("advance", duration));
        assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
    }

    /** What the gateway believes of a payment. */
    public JsonNode gatewayBooks(String paymentNo) {
        for (JsonNode payment : sandbox().get("/sandbox/v1/books").body().path("payments")) {
            if (payment.path("paymentNo").asText().equals(paymentNo)) {
                return payment;
            }
        }
        throw new AssertionError("The gateway does not know payment " + paymentNo);
    }

    /** What WeChat received of this payment's shipping information. */
    public List<JsonNode> weChatShippingInfo(String paymentNo) {
        List<JsonNode> uploads = new ArrayList<>();
        sandbox().get("/sandbox/v1/mini-program").body().path("shippingInfo").forEach(upload -> {
            if (upload.toString().contains(paymentNo)) {
                uploads.add(upload);
            }
        });
        return uploads;
    }

    /** The next calls of an operation at WeChat Pay fail without an effect. */
    public void fault(String operation, String answer, int times) {
        fault("WECHAT_PAY", operation, answer, times);
    }

    /** The next calls of an operation at this channel's gateway fail without an effect. */
    public void fault(String channel, String operation, String answer, int times) {
        Answer planted = sandbox()
                .post(
                        "/sandbox/v1/faults",
                        Map.of(
                                "channel", channel,
                                "operation", operation,
                                "effect", false,
                                "answer", answer,
                                "times", times));
        assertThat(planted.status()).as(planted.toString()).isIn(200, 201);
    }

    /** The order's row on the operator's list of stuck orders; a missing node when it is not on it. */
    public JsonNode stuck(String orderNo) {
        return stuckOrders().getOrDefault(orderNo, MissingNode.getInstance());
    }

    /** The first row of each order on the operator's list of stuck orders, by the order's number. */
    public Map<String, JsonNode> stuckOrders() {
        Answer list = staff("ops").get("/ops/v1/stuck-orders");
        assertThat(list.status()).as(list.toString()).isEqualTo(200);
        Map<String, JsonNode> rows = new HashMap<>();
        list.body().forEach(row -> rows.putIfAbsent(row.path("orderNo").asText(), row));
        return rows;
    }

    /** How many notifications of a payment the inbox holds. */
    public int inboxRows(String paymentNo) {
        return JdbcClient.create(service.database().dataSource())
                .sql("SELECT COUNT(*) FROM payment_notifications WHERE payment_no = ?")
                .param(paymentNo)
                .query(Integer.class)
                .single();
    }

    public List<String> timelineKinds(String orderNo) {
        return shop().get("/api/v1/orders/" + orderNo + "/timeline").body().findValuesAsText("kind");
    }

    /** How many of the shopper's coupons can be used now. */
    public int usableCoupons() {
        int usable = 0;
        for (JsonNode coupon : shop().get("/api/v1/coupons").body().path("items")) {
            usable += coupon.path("usable").asBoolean() ? 1 : 0;
        }
        return usable;
    }

    public Answer shipAttempt(String orderNo) {
        return staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of("carrier", "SF", "trackingNo", "SF0000" + mark));
    }

    /** An order of one A, fetched in the shop, whose coupon pays for all of it. */
    public String placeFreeOrder() {
        Answer template = staff("merchant")
                .post(
                        "/api/v1/coupons",
                        Map.of(
                                "name",
                                "全免",
                                "amountFen",
                                9_900,
                                "thresholdFen",
                                0,
                                "validUntil",
                                "2036-01-01T00:00:00Z"));
        String couponId = staff("merchant")
                .post(
                        "/api/v1/coupons/" + template.text("templateId") + "/grants",
                        Map.of("shopperIds", List.of(shopper)))
                .body()
                .path("couponIds")
                .path(0)
                .asText();
        Answer placed = shop().post(
                        "/api/v1/orders",
                        Map.of(
                                "items",
                                List.of(Map.of("skuId", skuA, "quantity", 1)),
                                "couponIds",
                                List.of(couponId),
                                "deliveryMethod",
                                "PICKUP"));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed.text("orderNo");
    }

    /** The order's events as the stream tells them, in its order. */
    public List<JsonNode> events(String orderNo) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = staff("ops").get("/api/v1/events?after=" + cursor).body();
            if (page.path("items").isEmpty()) {
                return events;
            }
            page.path("items").forEach(event -> {
                if (event.path("subject").asText().equals(orderNo)) {
                    events.add(event);
                }
            });
            cursor = page.path("next").asText();
        }
    }

    /** The types of the order's events. */
    public List<String> eventTypes(String orderNo) {
        return events(orderNo).stream()
                .map(event -> event.path("type").asText())
                .toList();
    }

    /** Asks again until the answer is as expected, for at most twenty seconds. */
    public static <T> T await(Callable<T> question, java.util.function.Predicate<? super T> expected) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(question, expected);
    }

    /** The shopper asks for money back, a return or an exchange. */
    public Answer asksFor(String orderNo, Map<String, Object> wish) {
        Map<String, Object> request = new LinkedHashMap<>(Map.of("reason", "尺码不对", "evidence", List.of()));
        request.putAll(wish);
        return shop().post("/api/v1/orders/" + orderNo + "/after-sales", request);
    }

    /** The shopper asks for something for so many units of one line, which is taken in. @return the case's number */
    public String asks(String orderNo, String type, int lineNo, int quantity) {
        Answer taken = asksFor(
                orderNo, Map.of("type", type, "items", List.of(Map.of("lineNo", lineNo, "quantity", quantity))));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        return taken.text("afterSalesNo");
    }

    public JsonNode afterSale(String afterSalesNo) {
        Answer answer = shop().get("/api/v1/after-sales/" + afterSalesNo);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.body();
    }

    public JsonNode awaitAfterSale(String afterSalesNo, String status) {
        return await(
                () -> afterSale(afterSalesNo),
                seen -> seen.path("status").asText().equals(status));
    }

    /** Customer service decides a request. */
    public Answer decides(String afterSalesNo, boolean approve) {
        return staff("service")
                .post("/api/v1/after-sales/" + afterSalesNo + "/decision", Map.of("approve", approve, "note", "按规定"));
    }

    /** The shopper sends goods back. @return the parcel's waybill number */
    public String sendsBack(String afterSalesNo) {
        String trackingNo =
                "SFR" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        Answer sent = shop().post(
                        "/api/v1/after-sales/" + afterSalesNo + "/return-shipment",
                        Map.of("carrier", "SF", "trackingNo", trackingNo));
        assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
        return trackingNo;
    }

    /** The warehouse says what it found of a return. */
    public Answer inspects(String afterSalesNo, Map<String, Object> inspection) {
        return staff("warehouse").post("/api/v1/after-sales/" + afterSalesNo + "/inspection", inspection);
    }

    /** The shopper asks for other goods instead of so many units of one line, which is taken in. @return the case's number */
    public String asksForExchange(String orderNo, int lineNo, int quantity, String skuId) {
        Answer taken = asksFor(
                orderNo,
                Map.of(
                        "type",
                        "EXCHANGE",
                        "items",
                        List.of(Map.of("lineNo", lineNo, "quantity", quantity)),
                        "exchangeSkuId",
                        skuId));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        return taken.text("afterSalesNo");
    }

    /** Another SKU at this price, so many of it on the shelf. @return its id */
    public String alsoSells(String name, long priceFen, int onHand) {
        String sku = name + "-" + mark;
        Answer product = staff("merchant")
                .put(
                        "/api/v1/products/P" + name + "-" + mark,
                        Map.of(
                                "name",
                                "换货商品",
                                "category",
                                anyCategory(),
                                "skus",
                                List.of(Map.of("skuId", sku, "priceFen", priceFen))));
        assertThat(product.status()).as(product.toString()).isIn(200, 201);
        counts(sku, onHand);
        return sku;
    }

    /** Somebody counts the shelf. */
    public void counts(String sku, int onHand) {
        Answer stock = staff("warehouse").put("/api/v1/stock/" + sku, Map.of("onHand", onHand));
        assertThat(stock.status()).as(stock.toString()).isEqualTo(200);
    }

    /** Opens a payment of an exchange's top-up by this channel in this scene. */
    public Answer opensTopUp(String afterSalesNo, String channel, String scene) {
        return shop().post(
                        "/api/v1/after-sales/" + afterSalesNo + "/payments",
                        Map.of("channel", channel, "scene", scene, "payerId", "openid-" + mark));
    }

    /** The warehouse sends the replacement of an exchange. */
    public Answer sendsReplacement(String afterSalesNo) {
        return staff("warehouse")
                .post(
                        "/api/v1/after-sales/" + afterSalesNo + "/replacement-shipment",
                        Map.of(
                                "carrier",
                                "SF",
                                "trackingNo",
                                "SFX"
                                        + UUID.randomUUID()
                                                .toString()
                                                .replace("-", "")
                                                .substring(0, 12)));
    }

    /** What the ledger says was paid on top for exchanges of the order, in fen. */
    public long topUpFen(String orderNo) {
        return ledger(orderNo, "TOP_UPS");
    }

    /** The base order, shipped in one parcel and signed for. @return its number */
    public String deliveredBaseOrder() {
        String orderNo = paidBaseOrder();
        carrierSays(ship(orderNo), "SIGNED");
        awaitStatus(orderNo, "DELIVERED");
        return orderNo;
    }
}
