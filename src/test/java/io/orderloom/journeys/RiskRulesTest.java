package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.engine.Transactions;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may buy at all, and what the risk rules remember of it. */
class RiskRulesTest {

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(1_000);
    private final Api ops = shop.staff("ops");

    @Test
    void aBlockedShopperIsRefusedAndOnlyTheVerdictRemains() {
        assertThat(ops.put(shopperBlock(), Map.of("note", "charged back twice")).status())
                .isEqualTo(200);

        Api once = shop.shop().with("Idempotency-Key", "refused-" + shop.shopper());
        Answer refused = once.post("/api/v1/orders", shop.baseOrder());

        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("ORDER_REFUSED");
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(refused.toString()).as("no hint for the attacker").doesNotContainIgnoringCase("block");
        assertThat(count("SELECT COUNT(*) FROM orders WHERE shopper_id = ?", shop.shopper()))
                .isZero();
        assertThat(shop.available(shop.skuA())).isEqualTo(1_000);
        JsonNode verdict = verdicts().path(0);
        assertThat(verdict.path("verdict").asText()).isEqualTo("REFUSE");
        assertThat(verdict.path("orderNo").isNull()).isTrue();
        assertThat(verdict.path("reasons")).extracting(JsonNode::asText).containsExactly("SHOPPER_BLOCKED");
        assertThat(verdict.path("facts").path("amountFen").asLong()).isEqualTo(25_401);
        assertThat(verdict.path("tableVersion").asInt()).isPositive();

        Answer again = once.post("/api/v1/orders", shop.baseOrder());
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(verdicts()).hasSize(1);

        assertThat(ops.delete(shopperBlock()).status()).isEqualTo(204);
        Answer placed = shop.shop().post("/api/v1/orders", shop.baseOrder());
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.body().path("hold").isNull()).isTrue();
        assertThat(verdicts().path(0).path("verdict").asText()).isEqualTo("ACCEPT");
        assertThat(verdicts().path(0).path("orderNo").asText()).isEqualTo(placed.text("orderNo"));
    }

    @Test
    void anAcceptedOrderIsAnsweredAgainAlthoughItsShopperIsBlockedByNow() {
        Api once = shop.shop().with("Idempotency-Key", "accepted-" + shop.shopper());
        Answer placed = once.post("/api/v1/orders", shop.baseOrder());
        assertThat(placed.status()).isEqualTo(201);
        ops.put(shopperBlock(), Map.of());

        Answer again = once.post("/api/v1/orders", shop.baseOrder());

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("orderNo")).isEqualTo(placed.text("orderNo"));
        ops.delete(shopperBlock());
    }

    @Test
    void anAddressIsBlockedForEverybodyHoweverTheyWriteIt() {
        String orderNo = shop.placeBaseOrderWithoutCoupon();
        String block = "/ops/v1/blocks/address/" + orderNo;
        Answer blocked = ops.put(block, Map.of("note", "goods vanish there"));
        assertThat(blocked.status()).as(blocked.toString()).isEqualTo(200);
        assertThat(blocked.text("orderNo")).isEqualTo(orderNo);
        assertThat(blocked.text("value")).matches("[0-9a-f]{32}");
        assertThat(blocked.text("blockedBy")).isEqualTo("staff:demo-ops");

        ShopDriver other = new ShopDriver(service);
        Map<String, String> spelled = new LinkedHashMap<>(shop.address());
        spelled.put("name", "李四");
        spelled.put("phone", "13911112222");
        spelled.put(
                "detail",
                String.valueOf(shop.address().get("detail")).replace(" ", "").replace("1", "１"));
        Map<String, Object> order = shop.baseOrder();
        order.put("shippingAddress", spelled);
        assertThat(other.shop().post("/api/v1/orders", order).code()).isEqualTo("ORDER_REFUSED");
        order.put("shippingAddress", other.address());
        assertThat(other.shop().post("/api/v1/orders", order).status()).isEqualTo(201);

        Answer again = ops.put(block, Map.of("note", "another note"));
        assertThat(again.text("note")).as("the first stays").isEqualTo("goods vanish there");
        assertThat(ops.get("/ops/v1/blocks?kind=address&size=100").body().path("items"))
                .extracting(row -> row.path("value").asText())
                .containsOnlyOnce(blocked.text("value"));
        assertThat(audited("BLOCK_ADDRESS", blocked.text("value"))).isEqualTo(1);
        assertThat(everythingKeptOfBlocks()).as("no address in plain text").doesNotContain("文三路");

        assertThat(ops.delete("/ops/v1/blocks/address/" + blocked.text("value")).status())
                .isEqualTo(204);
        assertThat(ops.delete(block).status()).as("nothing left to do").isEqualTo(204);
        assertThat(audited("UNBLOCK_ADDRESS", blocked.text("value"))).isEqualTo(1);
        order.put("shippingAddress", spelled);
        assertThat(other.shop().post("/api/v1/orders", order).status()).isEqualTo(201);
    }

    @Test
    void anAddressMayBeNamedByItsTextToo() {
        Map<String, String> home = shop.address();
        String text = home.get("province") + home.get("city") + " " + home.get("district") + home.get("detail");
        String block = "/ops/v1/blocks/address/"
                + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(ops.put(block, Map.of()).status()).isEqualTo(200);

        assertThat(shop.shop().post("/api/v1/orders", shop.baseOrder()).code()).isEqualTo("ORDER_REFUSED");
        Map<String, Object> fetched = shop.baseOrder();
        fetched.put("deliveryMethod", "PICKUP");
        fetched.remove("shippingAddress");
        assertThat(shop.shop().post("/api/v1/orders", fetched).status()).isEqualTo(201);

        assertThat(ops.delete(block).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "warehouse", "service", "analyst", "merchant"})
    void onlyOperatorsBlockAndReview(String role) {
        Api staff = shop.staff(role);

        assertThat(staff.put(shopperBlock(), Map.of()).status()).isEqualTo(403);
        assertThat(staff.delete(shopperBlock()).status()).isEqualTo(403);
        assertThat(staff.get("/ops/v1/blocks").status()).isEqualTo(403);
        assertThat(staff.get("/ops/v1/risk-verdicts?shopperId=alice").status()).isEqualTo(403);
        assertThat(staff.get("/ops/v1/orders/0123456789ABCDEFGHJK/review").status())
                .isEqualTo(403);
        assertThat(staff.post("/ops/v1/orders/0123456789ABCDEFGHJK/review", Map.of("release", true, "note", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whatCannotBeBlockedIsNotThere() {
        assertThat(ops.put("/ops/v1/blocks/planet/earth", Map.of()).status()).isEqualTo(404);
        assertThat(ops.put("/ops/v1/blocks/address/short", Map.of()).status()).isEqualTo(404);
        assertThat(ops.put("/ops/v1/blocks/shopper/" + "x".repeat(65), Map.of()).status())
                .isEqualTo(404);
        assertThat(ops.put(shopperBlock(), Map.of("note", "x".repeat(201))).status())
                .isEqualTo(422);
        assertThat(ops.get("/ops/v1/blocks?kind=planet").status()).isEqualTo(400);
        assertThat(service.api().put(shopperBlock(), Map.of()).status()).isEqualTo(401);
    }

    @Test
    void theHundredAndFirstOrderInAnHourIsReviewedWhetherByShopperAddressOrDevice() {
        Api phone = shop.shop().with("X-Device-Id", "device-" + shop.shopper());
        Answer first = phone.post("/api/v1/orders", shop.baseOrder());
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        repeat(first.text("orderNo"), 98);

        Answer hundredth = phone.post("/api/v1/orders", shop.baseOrder());
        Answer next = phone.post("/api/v1/orders", shop.baseOrder());

        assertThat(hundredth.body().path("hold").isNull())
                .as(hundredth.toString())
                .isTrue();
        assertThat(next.text("hold")).as(verdicts().path(0).toString()).isEqualTo("RISK_REVIEW");
        assertThat(verdicts().path(0).path("reasons"))
                .extracting(JsonNode::asText)
                .containsExactly("MANY_ORDERS_OF_SHOPPER", "MANY_ORDERS_TO_ADDRESS", "MANY_ORDERS_FROM_DEVICE");
        assertThat(verdicts().path(0).path("facts").path("deviceOrders").asInt())
                .isEqualTo(101);

        ShopDriver other = new ShopDriver(service);
        Answer elsewhere =
                other.shop().with("X-Device-Id", "device-" + shop.shopper()).post("/api/v1/orders", orderTo(other));
        assertThat(elsewhere.text("hold")).as("the same device").isEqualTo("RISK_REVIEW");
        Answer neighbour = other.shop().post("/api/v1/orders", shop.baseOrder());
        assertThat(neighbour.text("hold")).as("the same address").isEqualTo("RISK_REVIEW");
        assertThat(other.shop()
                        .post("/api/v1/orders", orderTo(other))
                        .body()
                        .path("hold")
                        .isNull())
                .isTrue();
    }

    @Test
    void aDeviceThatIsNoNameIsSaidToBeSo() {
        for (String device : List.of("with a space", "x".repeat(129))) {
            Answer answer = shop.shop().with("X-Device-Id", device).post("/api/v1/orders", shop.baseOrder());

            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        }
    }

    @Test
    void anErasedShopperCanNoLongerBeRecognisedByAddressOrDevice() {
        Answer placed = shop.shop().with("X-Device-Id", "phone-of-one-person").post("/api/v1/orders", shop.baseOrder());
        String marks = "SELECT COUNT(address_mark) + COUNT(device_mark) FROM risk_verdicts WHERE shopper_id = ?";
        assertThat(count(marks, shop.shopper())).isEqualTo(2);
        shop.shop().post("/api/v1/orders/" + placed.text("orderNo") + "/cancellation", Map.of());
        shop.awaitStatus(placed.text("orderNo"), "CANCELLED");

        assertThat(shop.shop().delete("/api/v1/me").status()).isBetween(200, 204);

        assertThat(count(marks, shop.shopper())).isZero();
        assertThat(verdicts()).as("the verdict stays").hasSize(1);
    }

    /** As many orders again as if they had been placed at the same moment, and given up since. */
    private void repeat(String orderNo, int times) {
        service.bean(Transactions.class).run(() -> {
            repeat(service.bean(JdbcClient.class), orderNo, times);
            return true;
        });
    }

    private void repeat(JdbcClient jdbc, String orderNo, int times) {
        for (int i = 0; i < times; i++) {
            String copy = orderNo.substring(0, 17) + (100 + i);
            jdbc.sql("""
                            INSERT INTO orders (order_no, shopper_id, status, payable, goods_fen, discount_fen, freight_fen,
                                payable_fen, paid_fen, refunded_fen, delivery_method, coupon_ids, placed_at, pay_before, version)
                            SELECT ?, shopper_id, 'CANCELLED', FALSE, goods_fen, discount_fen, freight_fen, payable_fen, 0, 0,
                                delivery_method, '', placed_at, pay_before, 0 FROM orders WHERE order_no = ?""").params(copy, orderNo).update();
            jdbc.sql("""
                            INSERT INTO risk_verdicts (verdict_no, shopper_id, judged_at, order_no, verdict, reasons, facts,
                                table_version, address_mark, device_mark)
                            SELECT ?, shopper_id, judged_at, ?, verdict, reasons, facts, table_version, address_mark, device_mark
                            FROM risk_verdicts WHERE shopper_id = ? AND order_no = ?""").params(copy, copy, shop.shopper(), orderNo).update();
        }
    }

    private Map<String, Object> orderTo(ShopDriver receiver) {
        Map<String, Object> order = shop.baseOrder();
        order.put("shippingAddress", receiver.address());
        return order;
    }

    private String shopperBlock() {
        return "/ops/v1/blocks/shopper/" + shop.shopper();
    }

    private JsonNode verdicts() {
        return ops.get("/ops/v1/risk-verdicts?shopperId=" + shop.shopper())
                .body()
                .path("items");
    }

    private int audited(String action, String target) {
        return JdbcClient.create(service.database().dataSource())
                .sql("SELECT COUNT(*) FROM audit_entries WHERE action = ? AND target = ?")
                .params(action, target)
                .query(Integer.class)
                .single();
    }

    private String everythingKeptOfBlocks() {
        JdbcClient jdbc = JdbcClient.create(service.database().dataSource());
        List<Map<String, Object>> rows =
                jdbc.sql("SELECT * FROM risk_blocks").query().listOfRows();
        rows.addAll(jdbc.sql("SELECT * FROM risk_verdicts").query().listOfRows());
        rows.addAll(jdbc.sql("SELECT * FROM audit_entries WHERE action LIKE '%BLOCK%'")
                .query()
                .listOfRows());
        return rows.toString();
    }

    private int count(String question, String about) {
        return JdbcClient.create(service.database().dataSource())
                .sql(question)
                .param(about)
                .query(Integer.class)
                .single();
    }
}
