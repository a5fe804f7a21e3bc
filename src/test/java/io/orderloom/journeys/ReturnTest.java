package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goods come back: sent, followed, inspected, put back, paid; or one of the ways in which they do not. */
class ReturnTest {

    private static final String RETURN = "RETURN_AND_REFUND";

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void aUnitIsSentBackTrackedInspectedPutBackAndPaid() {
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, 1, 1);
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("AWAITING_RETURN");
        assertThat(shop.afterSale(number).path("deadline").asText()).isNotEmpty();
        assertThat(shop.inspects(number, Map.of("accepted", true)).code())
                .as("nothing is on its way")
                .isEqualTo("NOTHING_TO_INSPECT");
        String waybill = shop.sendsBack(number);
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("RETURNING");
        assertThat(withdraw(number).code()).isEqualTo("CANNOT_BE_WITHDRAWN");
        shop.carrierSays(waybill, "COLLECTED");
        shop.carrierSays(waybill, "SIGNED");
        shop.awaitAfterSale(number, "INSPECTING");

        Answer inspected = shop.inspects(number, Map.of("accepted", true, "note", "完好"));

        assertThat(inspected.status()).as(inspected.toString()).isEqualTo(200);
        assertThat(inspected.text("status")).isEqualTo("REFUNDING");
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.inspects(number, Map.of("accepted", true)).code()).isEqualTo("NOTHING_TO_INSPECT");
        assertThat(shop.onHand(shop.skuA())).isEqualTo(9);
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 8_702);
        assertThat(shop.eventTypes(orderNo))
                .containsSubsequence(
                        "after-sale.requested.v1",
                        "after-sale.approved.v1",
                        "after-sale.return-shipped.v1",
                        "after-sale.inspected.v1",
                        "refund.requested.v1",
                        "after-sale.completed.v1");
        assertThat(shop.timelineKinds(orderNo)).contains("return.arrived");
    }

    @Test
    void unitsComeBackOneAfterTheOtherAndNeverMoreThanWasPaid() {
        String orderNo = shop.deliveredBaseOrder();
        shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
        shop.awaitStatus(orderNo, "COMPLETED");
        long sum = 0;
        for (int line : List.of(1, 1, 2)) {
            String number = approved(orderNo, line, 1);
            sum += shop.afterSale(number).path("amountFen").asLong();
            shop.sendsBack(number);
            // the warehouse may be faster than the carrier's word
            assertThat(shop.inspects(number, Map.of("accepted", true)).status()).isEqualTo(200);
        }
        assertThat(sum).isEqualTo(21_801);
        Answer more =
                shop.asksFor(orderNo, Map.of("type", RETURN, "items", List.of(Map.of("lineNo", 1, "quantity", 1))));
        assertThat(more.code()).isEqualTo("REFUND_EXCEEDS_PAID");
        shop.advance("PT5M");
        List<JsonNode> refunds = ShopDriver.await(() -> shop.refunds(orderNo), all -> all.stream()
                .allMatch(refund -> refund.path("status").asText().equals("SUCCEEDED")));
        assertThat(refunds.stream().map(refund -> refund.path("amountFen").asLong()))
                .containsExactlyInAnyOrder(8_702L, 8_703L, 4_396L);
        assertThat(shop.onHand(shop.skuA())).isEqualTo(10);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void aPartIsAcceptedSomeOfItDamagedAndOnlyThatIsPaid() {
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, 1, 2);
        shop.sendsBack(number);

        assertThat(inspectionOf(number, 3, 0).status()).isEqualTo(422);
        assertThat(inspectionOf(number, 1, 2).status()).isEqualTo(422);
        assertThat(inspectionOf(number, 1, 1).status()).isEqualTo(200);

        JsonNode completed = shop.awaitAfterSale(number, "COMPLETED");
        assertThat(completed.path("amountFen").asLong()).isIn(8_702L, 8_703L);
        assertThat(shop.onHand(shop.skuA()))
                .as("the damaged unit is kept apart")
                .isEqualTo(8);
        // What was not accepted is the shopper's again, and may be asked for again.
        assertThat(shop.asksFor(orderNo, Map.of("type", RETURN, "items", List.of(Map.of("lineNo", 1, "quantity", 1))))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anInspectionThatFailsIsDisputedRuledOnAndPaidInPart() {
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, 2, 1);
        shop.sendsBack(number);
        assertThat(shop.inspects(number, Map.of("accepted", false, "note", "已使用"))
                        .text("status"))
                .isEqualTo("DISPUTED");
        assertThat(shop.shop()
                        .post("/api/v1/after-sales/" + number + "/dispute", "")
                        .status())
                .isEqualTo(200);

        Answer ruled = shop.staff("service")
                .post("/api/v1/after-sales/" + number + "/ruling", Map.of("outcome", "PARTIAL", "amountFen", 2_000));

        assertThat(ruled.status()).as(ruled.toString()).isEqualTo(200);
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 2_000);
        assertThat(shop.onHand(shop.skuB())).isEqualTo(9);
    }

    @Test
    void theClocksOfAReturnCloseItWaitForAnExtensionAndStopForADispute() {
        String orderNo = shop.deliveredBaseOrder();
        String lazy = approved(orderNo, 1, 1);
        String extended = approved(orderNo, 1, 1);
        String disputed = approved(orderNo, 2, 1);
        assertThat(shop.staff("service")
                        .post("/api/v1/after-sales/" + extended + "/extension", Map.of("note", "出差"))
                        .status())
                .isEqualTo(200);
        assertThat(shop.shop()
                        .post("/api/v1/after-sales/" + disputed + "/dispute", Map.of("reason", "不应退货"))
                        .text("status"))
                .isEqualTo("DISPUTED");

        shop.advance("P7D");

        shop.awaitAfterSale(lazy, "CANCELLED");
        assertThat(shop.afterSale(extended).path("status").asText()).isEqualTo("AWAITING_RETURN");
        assertThat(shop.afterSale(disputed).path("status").asText()).isEqualTo("DISPUTED");
        assertThat(shop.shop()
                        .post(
                                "/api/v1/after-sales/" + lazy + "/return-shipment",
                                Map.of("carrier", "SF", "trackingNo", "SF0001234567"))
                        .code())
                .isEqualTo("RETURN_NOT_EXPECTED");
        // Ten days after the sign-off, and a case is open: nothing is received by itself, nor by the shopper.
        shop.advance("P3D");
        shop.awaitAfterSale(extended, "CANCELLED");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("DELIVERED");
        assertThat(shop.shop()
                        .post("/api/v1/orders/" + orderNo + "/receipt", "")
                        .code())
                .isEqualTo("AFTER_SALE_OPEN");

        shop.staff("service").post("/api/v1/after-sales/" + disputed + "/ruling", Map.of("outcome", "REJECT"));

        shop.awaitStatus(orderNo, "COMPLETED");
        assertThat(shop.afterSale(disputed).path("status").asText()).isEqualTo("REJECTED");
        // The window is fifteen days from the receipt.
        shop.advance("P15DT1H");
        assertThat(shop.asksFor(orderNo, Map.of("type", RETURN, "items", List.of(Map.of("lineNo", 1, "quantity", 1))))
                        .code())
                .isEqualTo("AFTER_SALE_WINDOW_OVER");
    }

    @Test
    void theWarehouseInspectsInTasklist() {
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, 2, 1);
        shop.carrierSays(shop.sendsBack(number), "SIGNED");
        shop.awaitAfterSale(number, "INSPECTING");
        Api clerk = shop.staff("warehouse");
        JsonNode task = ShopDriver.await(
                        () -> clerk.get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                                .body(),
                        tasks -> tasks.size() == 1)
                .path(0);
        assertThat(task.path("taskDefinitionKey").asText()).isEqualTo("UserTask_InspectReturn");

        Answer completed = clerk.post(
                "/engine-rest/task/" + task.path("id").asText() + "/submit-form",
                Map.of("variables", Map.of("inspection", Map.of("value", "DAMAGED"))));

        assertThat(completed.status()).as(completed.toString()).isIn(200, 204);
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.onHand(shop.skuB())).isEqualTo(9);
    }

    @Test
    void whatCannotComeBackIsRefused() {
        String orderNo = shop.paidBaseOrder();
        Map<String, Object> one = Map.of("type", RETURN, "items", List.of(Map.of("lineNo", 1, "quantity", 1)));
        assertThat(shop.asksFor(orderNo, one).code()).isEqualTo("ORDER_NOT_SHIPPED");
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(shop.asksFor(orderNo, Map.of("type", RETURN)).status()).isEqualTo(422);
        assertThat(shop.asksFor(orderNo, Map.of("type", RETURN, "items", List.of(Map.of("lineNo", 1, "quantity", 3))))
                        .code())
                .isEqualTo("REFUND_EXCEEDS_PAID");
        String number = approved(orderNo, 1, 2);
        assertThat(shop.asksFor(orderNo, one).code()).as("twice").isEqualTo("REFUND_EXCEEDS_PAID");
        for (Map<String, Object> parcel : List.<Map<String, Object>>of(
                Map.of("trackingNo", "SF0001234567"),
                Map.of("carrier", "PIGEON", "trackingNo", "SF0001234567"),
                Map.of("carrier", "SF"),
                Map.of("carrier", "SF", "trackingNo", "../../etc"))) {
            assertThat(shop.shop()
                            .post("/api/v1/after-sales/" + number + "/return-shipment", parcel)
                            .status())
                    .as(parcel.toString())
                    .isEqualTo(422);
        }
        Api bob = shop.staff("shop").forShopper("somebody-else");
        assertThat(bob.post(
                                "/api/v1/after-sales/" + number + "/return-shipment",
                                Map.of("carrier", "SF", "trackingNo", "SF0001234567"))
                        .status())
                .isEqualTo(404);
        assertThat(withdraw(number).text("status")).isEqualTo("CANCELLED");
    }

    private String approved(String orderNo, int lineNo, int quantity) {
        String number = shop.asks(orderNo, RETURN, lineNo, quantity);
        Answer decided = shop.decides(number, true);
        assertThat(decided.text("status")).as(decided.toString()).isEqualTo("AWAITING_RETURN");
        return number;
    }

    private Answer inspectionOf(String number, int accepted, int damaged) {
        return shop.inspects(
                number,
                Map.of(
                        "accepted",
                        true,
                        "items",
                        List.of(Map.of("lineNo", 1, "acceptedQuantity", accepted, "damagedQuantity", damaged))));
    }

    private Answer withdraw(String number) {
        return shop.shop().post("/api/v1/after-sales/" + number + "/cancellation", "");
    }
}
