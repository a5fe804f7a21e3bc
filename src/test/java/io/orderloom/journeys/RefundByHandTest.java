package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refund that the gateway cannot deliver becomes a person's task, and stays one until the gateway says it is paid out. */
class RefundByHandTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void operatorsFindTheTaskWithItsOrderAndTheGatewayDecidesWhetherItIsDone() {
        String orderNo = shop.paidBaseOrder();
        shop.faultAfterEffect("refund", "ABNORMAL");
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 500, "note", "a scratch"));

        JsonNode task = awaitTask(orderNo);
        assertThat(task.path("name").asText()).isEqualTo("Refund by hand");
        assertThat(task.path("due").asText()).isNotBlank();
        JsonNode stuck = shop.stuck(orderNo);
        assertThat(stuck.path("kind").asText()).isEqualTo("INCIDENT");
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(500);
        assertThat(shop.refunds(orderNo).get(0).path("status").asText()).isEqualTo("ABNORMAL");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isZero();

        Answer completed =
                shop.staff("ops").post("/engine-rest/task/" + task.path("id").asText() + "/complete", Map.of());
        assertThat(completed.status()).as(completed.toString()).isEqualTo(204);
        JsonNode again = ShopDriver.await(
                () -> awaitTask(orderNo), next -> !next.path("id").equals(task.path("id")));
        assertThat(again.path("name").asText())
                .as("the gateway still cannot deliver it")
                .isEqualTo("Refund by hand");
    }

    @Test
    void whatTheGatewayRefusedForGoodIsPaidAnotherWayWithItsProofAndTheBooksSaySo() {
        String orderNo = shop.paidBaseOrder();
        String refundNo = undeliverable(orderNo);

        Answer unproven = completes(awaitTask(orderNo), Map.of("settlement", "ANOTHER_WAY", "proof", "?"));
        assertThat(unproven.status()).as(unproven.toString()).isGreaterThanOrEqualTo(400);
        assertThat(shop.refunds(orderNo).get(0).path("status").asText()).isEqualTo("ABNORMAL");

        Answer proven =
                completes(awaitTask(orderNo), Map.of("settlement", "ANOTHER_WAY", "proof", "BOC 20261123-0042"));
        assertThat(proven.status()).as(proven.toString()).isEqualTo(204);

        assertThat(shop.refunds(orderNo).get(0).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(500);
        assertThat(shop.staff("ops")
                        .get("/ops/v1/ledger?orderNo=" + orderNo)
                        .body()
                        .path("entries"))
                .filteredOn(entry -> entry.path("account").asText().equals("BANK"))
                .extracting(entry -> entry.path("amountFen").asLong())
                .containsExactly(-500L);
        assertThat(shop.staff("ops").get("/ops/v1/audit").body().toString())
                .contains("REFUND_PAID_ANOTHER_WAY", refundNo, "BOC 20261123-0042", "demo-ops");
        assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("refund.succeeded.v1");
        assertThat(shop.staff("ops").get(tasksOf(orderNo)).body()).isEmpty();

        settlesAtGateway(refundNo);

        assertThat(ShopDriver.await(() -> shop.order(orderNo), order -> !order.path("hold")
                                .isNull())
                        .path("hold")
                        .asText())
                .as("the payer has the money twice")
                .isEqualTo("REFUNDED_TWICE");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(500);
    }

    @Test
    void whatTheGatewayPaysBeforeThePersonSaysSoIsNotPaidAgainUnnoticed() {
        String orderNo = shop.paidBaseOrder();
        String refundNo = undeliverable(orderNo);
        JsonNode task = awaitTask(orderNo);

        settlesAtGateway(refundNo);
        ShopDriver.await(
                () -> shop.refunds(orderNo).get(0),
                refund -> refund.path("status").asText().equals("SUCCEEDED"));

        assertThat(completes(task, Map.of("settlement", "ANOTHER_WAY", "proof", "BOC 20261123-0043"))
                        .status())
                .isIn(404, 500);
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(500);
    }

    private String undeliverable(String orderNo) {
        shop.faultAfterEffect("refund", "ABNORMAL");
        return shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 500, "note", "a scratch"))
                .text("refundNo");
    }

    private Answer completes(JsonNode task, Map<String, String> filledIn) {
        Map<String, Object> variables = new HashMap<>();
        filledIn.forEach((name, value) -> variables.put(name, Map.of("value", value)));
        return shop.staff("ops")
                .post("/engine-rest/task/" + task.path("id").asText() + "/complete", Map.of("variables", variables));
    }

    private void settlesAtGateway(String refundNo) {
        shop.sandbox().post("/sandbox/v1/refunds/" + refundNo + "/settle", Map.of("state", "SUCCESS", "notify", true));
    }

    @Test
    void nobodyButOperatorsSeesTheTask() {
        String orderNo = shop.paidBaseOrder();
        shop.faultAfterEffect("refund", "ABNORMAL");
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 500, "note", "a scratch"));
        awaitTask(orderNo);

        assertThat(shop.staff("service").get(tasksOf(orderNo)).body()).isEmpty();
        assertThat(shop.staff("warehouse").get(tasksOf(orderNo)).body()).isEmpty();
        assertThat(shop.staff("merchant").get(tasksOf(orderNo)).status()).isEqualTo(403);
    }

    private JsonNode awaitTask(String orderNo) {
        return ShopDriver.await(() -> shop.staff("ops").get(tasksOf(orderNo)).body(), tasks -> tasks.size() == 1)
                .path(0);
    }

    private static String tasksOf(String orderNo) {
        return "/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo;
    }
}
