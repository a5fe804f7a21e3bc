package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An analyst's slip in the risk table: the shop stays open, and nothing ships before a person has looked. */
class BrokenRiskTableTest {

    private static final String TABLE = "rules/order-risk.dmn";

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);

    @AfterEach
    void mend() throws IOException {
        deploy(table());
        shop.staff("ops").delete("/ops/v1/blocks/shopper/" + shop.shopper());
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                slip("an expression that is none", "&gt;= 50000", "&gt;= fifty thousand"),
                slip("a column that nobody fills", ">amountFen<", ">amountInYuan<"),
                slip(
                        "a verdict that nobody knows",
                        "\"ACCEPT\"</text>\n        </outputEntry>",
                        "\"FINE\"</text>\n        </outputEntry>"),
                slip(
                        "a last row that does not always apply",
                        "<inputEntry id=\"Input_Otherwise_AmountFen\">\n          <text></text>",
                        "<inputEntry id=\"Input_Otherwise_AmountFen\">\n          <text>&lt; 0</text>"));
    }

    private static Arguments slip(String name, String right, String wrong) {
        return Arguments.of(named(name, right), wrong);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void everyOrderIsReviewedUntilTheTableIsMendedAndWhoIsBlockedStaysOut(String right, String wrong)
            throws IOException {
        assertThat(table()).contains(right);
        deploy(table().replace(right, wrong));

        Answer placed = shop.shop().post("/api/v1/orders", shop.baseOrder());

        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.text("hold")).isEqualTo("RISK_REVIEW");
        JsonNode verdict = shop.staff("ops")
                .get("/ops/v1/orders/" + placed.text("orderNo") + "/review")
                .body()
                .path("verdict");
        assertThat(verdict.path("reasons")).extracting(JsonNode::asText).containsExactly("RISK_TABLE_UNUSABLE");
        assertThat(verdict.path("tableVersion").asInt()).isZero();

        shop.staff("ops").put("/ops/v1/blocks/shopper/" + shop.shopper(), Map.of());
        assertThat(shop.shop().post("/api/v1/orders", shop.baseOrder()).code()).isEqualTo("ORDER_REFUSED");
        shop.staff("ops").delete("/ops/v1/blocks/shopper/" + shop.shopper());

        deploy(table());
        Answer mended = shop.shop().post("/api/v1/orders", shop.baseOrder());
        assertThat(mended.body().path("hold").isNull()).as(mended.toString()).isTrue();
    }

    @Test
    void anOrderThatCostsNothingIsReviewedTooAndClosedWithoutARefund() throws IOException {
        deploy(table().replace("&gt;= 50000", "&gt;= fifty thousand"));
        String orderNo = free();
        JsonNode order = shop.awaitStatus(orderNo, "PAID");
        assertThat(order.path("hold").asText()).isEqualTo("RISK_REVIEW");
        assertThat(order.path("payableFen").asLong()).isZero();
        assertThat(shop.available(shop.skuA())).isEqualTo(9);

        Answer refused = shop.staff("ops")
                .post("/ops/v1/orders/" + orderNo + "/review", Map.of("release", false, "note", "made up"));

        assertThat(refused.status()).as(refused.toString()).isEqualTo(200);
        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.refunds(orderNo)).isEmpty();
    }

    /** Fetched in the shop, and wholly paid for by coupons. */
    private String free() {
        Map<String, Object> order = shop.baseOrder(shop.coupon(9_900, 0));
        order.put("items", List.of(Map.of("skuId", shop.skuA(), "quantity", 1)));
        order.put("deliveryMethod", "PICKUP");
        order.remove("shippingAddress");
        Answer placed = shop.shop().post("/api/v1/orders", order);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed.text("orderNo");
    }

    private void deploy(String table) {
        service.bean(RepositoryService.class)
                .createDeployment()
                .name("an analyst's change")
                .addString(TABLE, table)
                .deploy();
    }

    private static String table() throws IOException {
        try (InputStream file = BrokenRiskTableTest.class.getClassLoader().getResourceAsStream("bpmn/" + TABLE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
