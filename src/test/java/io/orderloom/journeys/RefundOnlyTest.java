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

/** Money back for goods that have not left: asked, decided in every way there is, paid once. */
class RefundOnlyTest {

    private static final String REFUND_ONLY = "REFUND_ONLY";

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void aUnitThatHasNotLeftIsPaidBackAndTheRestIsShipped() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 2, 1);
        JsonNode asked = shop.afterSale(number);
        assertThat(asked.path("status").asText()).isEqualTo("REQUESTED");
        assertThat(asked.path("amountFen").asLong()).isEqualTo(4_396);
        assertThat(asked.path("deadline").asText()).isNotEmpty();
        // Nobody ships what may be paid back.
        Answer shipping = shipment(orderNo, 2, 1);
        assertThat(shipping.status()).as(shipping.toString()).isEqualTo(409);
        assertThat(shipping.code()).isEqualTo("LINE_UNDER_REFUND");

        Answer decided = shop.decides(number, true);
        assertThat(decided.status()).as(decided.toString()).isEqualTo(200);
        assertThat(decided.text("status")).isEqualTo("REFUNDING");
        shop.awaitAfterSale(number, "COMPLETED");

        JsonNode refund = shop.refunds(orderNo).get(0);
        assertThat(refund.path("reason").asText()).isEqualTo("AFTER_SALE");
        assertThat(refund.path("amountFen").asLong()).isEqualTo(4_396);
        assertThat(shop.available(shop.skuB())).isEqualTo(10);
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(shop.onHand(shop.skuA())).isEqualTo(8);
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 4_396);
        assertThat(shop.eventTypes(orderNo))
                .containsSubsequence(
                        "after-sale.requested.v1",
                        "after-sale.approved.v1",
                        "refund.requested.v1",
                        "refund.succeeded.v1",
                        "after-sale.completed.v1");
    }

    @Test
    void everythingAskedBackBeforeShippingReturnsTheFreightAndClosesTheOrder() {
        String orderNo = shop.paidBaseOrder();
        Answer asked = shop.asksFor(
                orderNo,
                Map.of(
                        "type",
                        REFUND_ONLY,
                        "items",
                        List.of(Map.of("lineNo", 1, "quantity", 2), Map.of("lineNo", 2, "quantity", 1))));
        assertThat(asked.body().path("amountFen").asLong()).isEqualTo(22_401);
        assertThat(shop.usableCoupons()).isZero();

        shop.decides(asked.text("afterSalesNo"), true);

        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.usableCoupons())
                .as("nothing had left, so the coupon is back")
                .isEqualTo(1);
        assertThat(shop.timelineKinds(orderNo)).contains("coupon.returned");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.ledgerFen(orderNo)).isZero();
    }

    @Test
    void allTheMoneyAskedBackAsASumKeepsTheGoodsInTheWarehouse() {
        String orderNo = shop.paidBaseOrder();
        Answer asked = shop.asksFor(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 22_401));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
        assertThat(shipment(orderNo, 1, 1).code()).isEqualTo("LINE_UNDER_REFUND");

        shop.decides(asked.text("afterSalesNo"), true);

        shop.awaitStatus(orderNo, "CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
    }

    @Test
    void aCouponStaysUsedWhenGoodsHadLeft() {
        String orderNo = shop.deliveredBaseOrder();
        shop.staff("service").post("/api/v1/orders/" + orderNo + "/refunds", Map.of("note", "lost on its way"));
        shop.awaitStatus(orderNo, "CLOSED");

        assertThat(shop.usableCoupons()).isZero();
    }

    @Test
    void aRefusalLetsTheGoodsLeaveAndADisputeOfGoodsThatLeftIsAReturnsBusiness() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 2, 1);
        assertThat(shop.decides(number, false).text("status")).isEqualTo("REJECTED");

        assertThat(shipment(orderNo, 2, 1).status()).isEqualTo(201);
        assertThat(dispute(number).code()).isEqualTo("ALREADY_SHIPPED");
        Answer again = shop.asksFor(orderNo, units(REFUND_ONLY, 2, 1));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("ALREADY_SHIPPED");
    }

    @Test
    void aDisputedRefusalIsRuledOnAndPaidInPart() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 1, 1);
        shop.decides(number, false);
        assertThat(dispute(number).text("status")).isEqualTo("DISPUTED");
        assertThat(dispute(number).status()).as("twice").isEqualTo(200);
        assertThat(shipment(orderNo, 1, 2).code()).isEqualTo("LINE_UNDER_REFUND");
        shop.advance("PT72H");
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("DISPUTED");

        assertThat(rule(number, Map.of("outcome", "PARTIAL")).status()).isEqualTo(422);
        assertThat(rule(number, Map.of("outcome", "PARTIAL", "amountFen", 8_703))
                        .code())
                .isEqualTo("REFUND_EXCEEDS_PAID");
        Answer ruled = rule(number, Map.of("outcome", "PARTIAL", "amountFen", 5_000, "note", "各让一步"));
        assertThat(ruled.status()).as(ruled.toString()).isEqualTo(200);
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(rule(number, Map.of("outcome", "REFUND")).code()).isEqualTo("NOT_DISPUTED");
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 5_000);
    }

    @Test
    void aRefusalThatNobodyDisputesIsFinalAfterThreeDays() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 1, 1);
        shop.decides(number, false);
        shop.advance("PT73H");

        assertThat(dispute(number).code()).isEqualTo("NOT_DISPUTABLE");
        assertThat(shop.afterSale(number).path("deadline").isNull()).isTrue();
    }

    @Test
    void aSellerWhoIsSilentForTwoDaysHasApproved() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 2, 1);
        shop.advance("PT47H59M");
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("REQUESTED");

        shop.advance("PT2M");

        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.decides(number, false).code()).isEqualTo("ALREADY_DECIDED");
        assertThat(shop.decides(number, true).status()).as("the same again").isEqualTo(200);
    }

    @Test
    void theShopperTakesARequestBackAndNothingIsBlockedAnyMore() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 1, 2);
        Answer twice = shop.asksFor(orderNo, units(REFUND_ONLY, 1, 1));
        assertThat(twice.code()).as("those units are asked for").isEqualTo("REFUND_EXCEEDS_PAID");

        assertThat(withdraw(number).text("status")).isEqualTo("CANCELLED");
        assertThat(withdraw(number).status()).as("twice").isEqualTo(200);

        assertThat(shop.decides(number, true).code()).isEqualTo("ALREADY_DECIDED");
        assertThat(shipment(orderNo, 1, 2).status()).isEqualTo(201);
    }

    @Test
    void aSmallAmountWaitsForNobodyAndApprovingItAgainChangesNothing() {
        String orderNo = shop.paidBaseOrder();
        Answer asked = shop.asksFor(
                orderNo,
                Map.of("type", REFUND_ONLY, "items", List.of(Map.of("lineNo", 2, "quantity", 1)), "amountFen", 1_000));
        assertThat(asked.text("status")).isEqualTo("REFUNDING");

        shop.awaitAfterSale(asked.text("afterSalesNo"), "COMPLETED");
        assertThat(shop.decides(asked.text("afterSalesNo"), true).status()).isEqualTo(200);
    }

    @Test
    void customerServiceDecidesInTasklistAndItsWordsAreNotKeptInTheProcess() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 2, 1);
        Api clerk = shop.staff("service");
        Answer tasks = clerk.get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo);
        assertThat(tasks.status()).as(tasks.toString()).isEqualTo(200);
        JsonNode task = tasks.body().path(0);
        assertThat(task.path("taskDefinitionKey").asText()).isEqualTo("UserTask_DecideOnRequest");
        assertThat(clerk.get("/engine-rest/task/" + task.path("id").asText() + "/deployed-form")
                        .body()
                        .path("id")
                        .asText())
                .isEqualTo("DecideOnRequest");

        Answer completed = clerk.post(
                "/engine-rest/task/" + task.path("id").asText() + "/submit-form",
                Map.of(
                        "variables",
                        Map.of(
                                "approve", Map.of("value", "no"),
                                "note", Map.of("value", "已拆封 😀"))));
        assertThat(completed.status()).as(completed.toString()).isIn(200, 204);

        JsonNode refused = shop.awaitAfterSale(number, "REJECTED");
        assertThat(refused.path("note").asText()).isEqualTo("已拆封 😀");
        assertThat(clerk.get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                        .body())
                .isEmpty();
        Answer audit = shop.staff("ops").get("/ops/v1/audit");
        assertThat(audit.body().toString()).contains("AFTER_SALE_REJECTED").contains(number);
    }

    @Test
    void freightAndOtherMoneyGoBackByDecisionAndNeverMoreThanIsLeft() {
        String orderNo = shop.paidBaseOrder();
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        Answer all = shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 21_801, "note", "goods"));
        assertThat(all.status()).isEqualTo(201);

        assertThat(shop.asksFor(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 601))
                        .code())
                .isEqualTo("REFUND_EXCEEDS_PAID");
        Answer freight = shop.asksFor(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 600));
        assertThat(freight.text("status")).isEqualTo("REQUESTED");
        assertThat(shop.asksFor(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 1))
                        .code())
                .isEqualTo("REFUND_EXCEEDS_PAID");
        shop.decides(freight.text("afterSalesNo"), true);
        shop.advance("PT5M");
        shop.awaitAfterSale(freight.text("afterSalesNo"), "COMPLETED");
        assertThat(shop.ledgerFen(orderNo)).isZero();
    }

    @Test
    void whatCannotBeMeantIsRefusedAndChangesNothing() {
        String orderNo = shop.paidBaseOrder();
        refused(orderNo, Map.of(), 422, "TYPE_MISSING");
        refused(orderNo, Map.of("type", REFUND_ONLY), 422, "ITEMS_MISSING");
        refused(orderNo, units(REFUND_ONLY, 1, 0), 422, "QUANTITY_OUT_OF_RANGE");
        refused(orderNo, units(REFUND_ONLY, 1, -1), 422, "QUANTITY_OUT_OF_RANGE");
        refused(orderNo, units(REFUND_ONLY, 1, 3), 422, "REFUND_EXCEEDS_PAID");
        refused(orderNo, units(REFUND_ONLY, 9, 1), 422, "LINE_UNKNOWN");
        refused(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 0), 422, "AMOUNT_OUT_OF_RANGE");
        refused(orderNo, Map.of("type", REFUND_ONLY, "amountFen", 22_402), 422, "REFUND_EXCEEDS_PAID");
        refused(orderNo, with(units(REFUND_ONLY, 1, 1), "reason", "x".repeat(10_000)), 422, "TEXT_TOO_LONG");
        for (String place : List.of("http://169.254.169.254/latest", "file:///etc/passwd", "../x", "")) {
            refused(orderNo, with(units(REFUND_ONLY, 1, 1), "evidence", List.of(place)), 422, "FILE_UNKNOWN");
        }
        refused(orderNo, units("GIFT", 1, 1), 422, "UNKNOWN_VALUE");
        refused(shop.placeBaseOrderWithoutCoupon(), units(REFUND_ONLY, 1, 1), 409, "ORDER_NOT_PAID");
        assertThat(shop.shop().get("/api/v1/orders/" + orderNo + "/after-sales").body())
                .isEmpty();
        assertThat(shop.eventTypes(orderNo)).doesNotContain("after-sale.requested.v1");
        assertThat(shop.awaitStatus(orderNo, "PAID").path("refundedFen").asLong())
                .isZero();
    }

    @Test
    void somebodyElsesCaseIsNotThere() {
        String orderNo = shop.paidBaseOrder();
        String number = shop.asks(orderNo, REFUND_ONLY, 1, 1);
        Api bob = shop.staff("shop").forShopper("somebody-else");
        assertThat(bob.get("/api/v1/after-sales/" + number).status()).isEqualTo(404);
        assertThat(bob.get("/api/v1/orders/" + orderNo + "/after-sales").status())
                .isEqualTo(404);
        for (String act : List.of("cancellation", "dispute")) {
            assertThat(bob.post("/api/v1/after-sales/" + number + "/" + act, Map.of())
                            .status())
                    .as(act)
                    .isEqualTo(404);
        }
        assertThat(bob.post("/api/v1/orders/" + orderNo + "/after-sales", units(REFUND_ONLY, 2, 1))
                        .status())
                .isEqualTo(404);
        assertThat(shop.shop()
                        .post("/api/v1/after-sales/" + number + "/decision", Map.of("approve", true))
                        .status())
                .isEqualTo(403);
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("REQUESTED");
    }

    @Test
    void whoAskedForACustomerDoesNotDecideIt() {
        String orderNo = shop.paidBaseOrder();
        Answer asked =
                shop.staff("service").post("/api/v1/orders/" + orderNo + "/after-sales", units(REFUND_ONLY, 1, 1));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(201);

        Answer own = shop.decides(asked.text("afterSalesNo"), true);

        assertThat(own.status()).isEqualTo(403);
        assertThat(own.code()).isEqualTo("OWN_REQUEST");
    }

    private Answer shipment(String orderNo, int lineNo, int quantity) {
        return shop.staff("warehouse")
                .post(
                        "/api/v1/orders/" + orderNo + "/shipments",
                        Map.of(
                                "carrier",
                                "SF",
                                "trackingNo",
                                "SF" + orderNo.substring(6) + lineNo,
                                "items",
                                List.of(Map.of("lineNo", lineNo, "quantity", quantity))));
    }

    private static Map<String, Object> units(String type, int lineNo, int quantity) {
        return Map.of("type", type, "items", List.of(Map.of("lineNo", lineNo, "quantity", quantity)));
    }

    private static Map<String, Object> with(Map<String, Object> wish, String field, Object value) {
        Map<String, Object> more = new java.util.LinkedHashMap<>(wish);
        more.put(field, value);
        return more;
    }

    private Answer dispute(String number) {
        return shop.shop().post("/api/v1/after-sales/" + number + "/dispute", Map.of("reason", "不同意"));
    }

    private Answer withdraw(String number) {
        return shop.shop().post("/api/v1/after-sales/" + number + "/cancellation", "");
    }

    private Answer rule(String number, Map<String, Object> ruling) {
        return shop.staff("service").post("/api/v1/after-sales/" + number + "/ruling", ruling);
    }

    private void refused(String orderNo, Map<String, Object> wish, int status, String code) {
        Answer answer = shop.asksFor(orderNo, wish);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        JsonNode place = answer.body().path("errors").path(0).path("code");
        assertThat(place.isMissingNode() ? answer.code() : place.asText()).isEqualTo(code);
    }
}
