package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Four eyes: nobody of the staff gives back more than they may, or what they asked for themselves. */
class RefundLimitTest {

    private static final String TABLE = "rules/staff-refund-limit.dmn";

    /** Twelve of A: 18 800 above what customer service may give back of an order. */
    private static final long TWELVE_OF_A = 118_800;

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(30);
    private boolean changed;

    @AfterEach
    void putTheTableBack() throws IOException {
        if (changed) {
            deploy(table());
        }
    }

    @Test
    void customerServiceGivesBackUpToItsLimitInAsManyPartsAsItLikesAndOperationsTheRest() {
        String orderNo = largeOrder();

        Answer tooMuch = refund("service", orderNo, 100_001);
        assertThat(tooMuch.status()).as(tooMuch.toString()).isEqualTo(403);
        assertThat(tooMuch.code()).isEqualTo("REFUND_ABOVE_LIMIT");
        assertThat(tooMuch.body().path("limitFen").asLong()).isEqualTo(100_000);
        Answer everything = shop.staff("service").post(path(orderNo), Map.of("note", "all of it"));
        assertThat(everything.code()).isEqualTo("REFUND_ABOVE_LIMIT");
        assertThat(shop.refunds(orderNo)).isEmpty();
        assertThat(shop.available(shop.skuA())).as("kept for the order").isEqualTo(16);

        assertThat(refund("service", orderNo, 60_000).status()).isEqualTo(201);
        assertThat(refund("service", orderNo, 40_001).code()).isEqualTo("REFUND_ABOVE_LIMIT");
        assertThat(refund("service", orderNo, 40_000).status()).isEqualTo(201);
        assertThat(refund("service", orderNo, 1).code()).isEqualTo("REFUND_ABOVE_LIMIT");

        Answer rest = shop.staff("ops").post(path(orderNo), Map.of("note", "the rest"));
        assertThat(rest.status()).as(rest.toString()).isEqualTo(201);
        assertThat(rest.body().path("amountFen").asLong()).isEqualTo(TWELVE_OF_A - 100_000);
        for (String role : List.of("warehouse", "merchant", "admin")) {
            assertThat(refund(role, orderNo, 1).status()).as(role).isEqualTo(403);
        }
    }

    @Test
    void aLargeRequestIsApprovedByOperationsAloneOverTheApiAndInTasklistAlike() {
        String orderNo = largeOrder();
        String number = shop.asks(orderNo, "REFUND_ONLY", 1, 12);

        Answer overTheApi = shop.decides(number, true);
        assertThat(overTheApi.status()).isEqualTo(403);
        assertThat(overTheApi.code()).isEqualTo("REFUND_ABOVE_LIMIT");

        Answer inTasklist = completes("service", orderNo, Map.of("approve", "yes"));
        assertThat(inTasklist.status()).as(inTasklist.toString()).isEqualTo(403);
        assertThat(inTasklist.text("type")).isEqualTo("REFUND_ABOVE_LIMIT");
        assertThat(inTasklist.text("message")).isEqualTo("超出您对一笔订单可退的金额，请由运维同事处理。");
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("REQUESTED");

        Answer byOperations = completes("ops", orderNo, Map.of("approve", "yes"));
        assertThat(byOperations.status()).as(byOperations.toString()).isIn(200, 204);
        shop.awaitAfterSale(number, "COMPLETED");
    }

    @Test
    void customerServiceRefusesAnythingAndRulesWithinItsLimit() {
        String orderNo = largeOrder();
        String number = shop.asks(orderNo, "REFUND_ONLY", 1, 12);
        assertThat(shop.decides(number, false).status()).isEqualTo(200);
        shop.shop().post("/api/v1/after-sales/" + number + "/dispute", Map.of("reason", "不同意"));

        assertThat(rules("service", number, Map.of("outcome", "REFUND")).code()).isEqualTo("REFUND_ABOVE_LIMIT");
        assertThat(rules("service", number, Map.of("outcome", "PARTIAL", "amountFen", 100_001))
                        .status())
                .isEqualTo(403);
        Answer inTasklist = completes("service", orderNo, Map.of("ruling", "REFUND"));
        assertThat(inTasklist.status()).as(inTasklist.toString()).isEqualTo(403);
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("DISPUTED");

        Answer ruled = rules("service", number, Map.of("outcome", "PARTIAL", "amountFen", 100_000));
        assertThat(ruled.status()).as(ruled.toString()).isEqualTo(200);
        assertThat(refund("service", orderNo, 1).code())
                .as("what was ruled counts")
                .isEqualTo("REFUND_ABOVE_LIMIT");
        shop.awaitAfterSale(number, "COMPLETED");
    }

    @Test
    void whoAskedForAShopperNeitherDecidesNorRulesWhicheverWay() {
        String orderNo = shop.paidBaseOrder();
        Answer asked = shop.staff("service")
                .post(
                        "/api/v1/orders/" + orderNo + "/after-sales",
                        Map.of("type", "REFUND_ONLY", "items", List.of(Map.of("lineNo", 1, "quantity", 1))));
        String number = asked.text("afterSalesNo");

        assertThat(shop.decides(number, true).code()).isEqualTo("OWN_REQUEST");
        Answer own = completes("service", orderNo, Map.of("approve", "yes"));
        assertThat(own.status()).as(own.toString()).isEqualTo(403);
        assertThat(own.text("type")).isEqualTo("OWN_REQUEST");

        assertThat(decides("ops", number, false).status()).isEqualTo(200);
        shop.shop().post("/api/v1/after-sales/" + number + "/dispute", Map.of("reason", "不同意"));
        assertThat(rules("service", number, Map.of("outcome", "REFUND")).code()).isEqualTo("OWN_REQUEST");
        assertThat(completes("service", orderNo, Map.of("ruling", "REFUND")).text("type"))
                .isEqualTo("OWN_REQUEST");
        assertThat(rules("ops", number, Map.of("outcome", "REFUND")).status()).isEqualTo(200);
    }

    @Test
    void whatAFormLeavesOutIsToldInWordsAndTheTaskStays() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, "REFUND_ONLY", 1, 1);

        Answer empty = completes("service", orderNo, Map.of());

        assertThat(empty.status()).as(empty.toString()).isEqualTo(422);
        assertThat(empty.text("message")).isEqualTo("请选择同意或拒绝。");
        assertThat(completes("service", orderNo, Map.of("approve", "yes")).status())
                .isIn(200, 204);
        shop.awaitAfterSale(number, "COMPLETED");
    }

    @Test
    void anAnalystGivesOnePersonALimitOfTheirOwn() throws IOException {
        deploy(table().replace("<rule id=\"Rule_Operations\">", row("demo-service", "5000")));
        String orderNo = shop.paidBaseOrder();

        assertThat(refund("service", orderNo, 5_001).body().path("limitFen").asLong())
                .isEqualTo(5_000);
        assertThat(refund("service", orderNo, 5_000).status()).isEqualTo(201);
        assertThat(refund("ops", orderNo, 5_001).status()).isEqualTo(201);
    }

    @Test
    void whileTheTableIsBrokenNobodyGivesMoneyBackAndNothingIsLost() throws IOException {
        String orderNo = shop.paidBaseOrder();
        deploy(table().replace("<text>100000</text>", "<text>\"much\"</text>"));

        Answer refused = refund("service", orderNo, 1);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("REFUND_LIMIT_UNKNOWN");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        deploy(table());
        assertThat(refund("service", orderNo, 1).status()).isEqualTo(201);
    }

    /** Of a shopper who has bought before: a new one's would be reviewed. */
    private String largeOrder() {
        shop.paidBaseOrder();
        Map<String, Object> order = shop.baseOrder();
        order.put("items", List.of(Map.of("skuId", shop.skuA(), "quantity", 12)));
        Answer placed = shop.shop().post("/api/v1/orders", order);
        assertThat(placed.body().path("payableFen").asLong())
                .as(placed.toString())
                .isEqualTo(TWELVE_OF_A);
        String orderNo = placed.text("orderNo");
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
        return orderNo;
    }

    private Answer refund(String role, String orderNo, long amountFen) {
        return shop.staff(role).post(path(orderNo), Map.of("amountFen", amountFen, "note", "damaged"));
    }

    private static String path(String orderNo) {
        return "/api/v1/orders/" + orderNo + "/refunds";
    }

    private Answer decides(String role, String number, boolean approve) {
        return shop.staff(role).post("/api/v1/after-sales/" + number + "/decision", Map.of("approve", approve));
    }

    private Answer rules(String role, String number, Map<String, Object> ruling) {
        return shop.staff(role).post("/api/v1/after-sales/" + number + "/ruling", ruling);
    }

    /** Somebody fills in the form of the order's only task. */
    private Answer completes(String role, String orderNo, Map<String, String> filledIn) {
        JsonNode task = ShopDriver.await(
                        () -> shop.staff(role)
                                .get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                                .body(),
                        tasks -> tasks.size() == 1)
                .path(0);
        Map<String, Object> variables = new HashMap<>();
        filledIn.forEach((field, value) -> variables.put(field, Map.of("value", value)));
        return shop.staff(role)
                .with("Accept-Language", "zh-CN")
                .post("/engine-rest/task/" + task.path("id").asText() + "/submit-form", Map.of("variables", variables));
    }

    private static String row(String person, String limitFen) {
        return """
                <rule id="Rule_OnePerson">
                  <inputEntry id="Input_OnePersonRole"><text></text></inputEntry>
                  <inputEntry id="Input_OnePersonPerson"><text>"%s"</text></inputEntry>
                  <outputEntry id="Output_OnePerson"><text>%s</text></outputEntry>
                </rule>
                <rule id="Rule_Operations">""".formatted(person, limitFen);
    }

    private void deploy(String table) {
        changed = true;
        service.bean(RepositoryService.class)
                .createDeployment()
                .name("an analyst's change")
                .addString(TABLE, table)
                .deploy();
    }

    private static String table() throws IOException {
        try (InputStream file = RefundLimitTest.class.getClassLoader().getResourceAsStream("bpmn/" + TABLE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
