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

/** A shopper wants other goods for some that were delivered, dearer ones, cheaper ones, or ones that run out. */
class ExchangeTest {

    private static final long TOP_UP_FEN = 10_900 - 8_702;

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void aDearerReplacementIsPaidOnTopForReservedAndSentWhenTheOldGoodsAreBack() {
        String skuD = shop.alsoSells("D", 10_900, 3);
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asksForExchange(orderNo, 1, 1, skuD);
        assertThat(shop.afterSale(number).path("exchange").path("topUpFen").asLong())
                .isEqualTo(TOP_UP_FEN);
        // What it costs is settled by the asking.
        shop.alsoSells("D", 99_900, 3);

        assertThat(shop.decides(number, true).text("status")).isEqualTo("AWAITING_TOP_UP");

        assertThat(shop.available(skuD)).as("one is held").isEqualTo(2);
        assertThat(shop.sendsReplacement(number).code()).isEqualTo("NOTHING_TO_REPLACE");
        String sibling = opened(number, "WECHAT_PAY", "NATIVE");
        String weChat = opened(number, "WECHAT_PAY", "MINI_PROGRAM");
        shop.pays(weChat);
        shop.awaitAfterSale(number, "AWAITING_RETURN");
        ShopDriver.await(
                () -> shop.payment(orderNo, sibling),
                payment -> payment.path("status").asText().equals("CLOSED"));
        assertThat(shop.opensTopUp(number, "UNIONPAY", "NATIVE").code()).isEqualTo("ALREADY_PAID");
        assertThat(shop.payment(orderNo, weChat).path("topUpOf").asText()).isEqualTo(number);
        assertThat(shop.topUpFen(orderNo)).isEqualTo(TOP_UP_FEN);
        comesBack(number);
        assertThat(toPack(number).path("receiver").path("name").asText()).isEqualTo("张三");
        assertThat(shop.onHand(shop.skuA())).isEqualTo(9);

        Answer sent = shop.sendsReplacement(number);

        assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
        assertThat(sent.text("status")).isEqualTo("COMPLETED");
        assertThat(shop.sendsReplacement(number).code()).isEqualTo("NOTHING_TO_REPLACE");
        assertThat(shop.onHand(skuD)).isEqualTo(2);
        assertThat(shop.available(skuD)).isEqualTo(2);
        JsonNode parcel =
                parcel(orderNo, sent.body().path("exchange").path("shipmentNo").asText());
        assertThat(parcel.path("replacement").path("skuId").asText()).isEqualTo(skuD);
        ShopDriver.await(() -> shop.weChatShippingInfo(weChat), uploads -> uploads.size() == 1);
        shop.carrierSays(parcel.path("trackingNo").asText(), "SIGNED");
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401);
        assertThat(shop.topUpFen(orderNo)).isEqualTo(TOP_UP_FEN);
        assertThat(shop.refunds(orderNo)).isEmpty();
        assertThat(shop.eventTypes(orderNo))
                .containsSubsequence(
                        "after-sale.requested.v1",
                        "after-sale.approved.v1",
                        "after-sale.replacement-reserved.v1",
                        "after-sale.top-up-paid.v1",
                        "after-sale.return-shipped.v1",
                        "after-sale.inspected.v1",
                        "after-sale.replacement-shipped.v1",
                        "after-sale.completed.v1");
        // What came in exchange is not a unit of the line any more, and the other one still is.
        Map<String, Object> one =
                Map.of("type", "RETURN_AND_REFUND", "items", List.of(Map.of("lineNo", 1, "quantity", 1)));
        Map<String, Object> two =
                Map.of("type", "RETURN_AND_REFUND", "items", List.of(Map.of("lineNo", 1, "quantity", 2)));
        assertThat(shop.asksFor(orderNo, two).code()).isEqualTo("UNITS_EXCHANGED");
        assertThat(shop.asksFor(orderNo, one).body().path("amountFen").asLong()).isEqualTo(8_703);
        assertThat(shop.asksFor(orderNo, one).code()).isEqualTo("UNITS_EXCHANGED");
    }

    @Test
    void aCheaperReplacementGivesTheDifferenceBackInTheEnd() {
        String skuD = shop.alsoSells("D", 7_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asksForExchange(orderNo, 1, 1, skuD);
        assertThat(shop.decides(number, true).text("status")).isEqualTo("AWAITING_RETURN");
        assertThat(shop.opensTopUp(number, "WECHAT_PAY", "NATIVE").code()).isEqualTo("ORDER_NOT_PAYABLE");
        comesBack(number);

        // A warehouse that knows orders alone ships all that is left.
        Answer rest = shop.shipAttempt(orderNo);

        assertThat(rest.status()).as(rest.toString()).isEqualTo(201);
        assertThat(rest.body().path("replacement").path("afterSalesNo").asText())
                .isEqualTo(number);

        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(802);
        assertThat(shop.shipAttempt(orderNo).code()).isEqualTo("MORE_THAN_ORDERED");
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 802);
        assertThat(shop.onHand(skuD)).isZero();
    }

    @Test
    void aTopUpThatIsNotPaidWithinADayVoidsTheExchangeAndLateMoneyGoesBack() {
        String skuD = shop.alsoSells("D", 10_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, skuD);
        shop.advance("PT23H58M");
        String open = opened(number, "WECHAT_PAY", "NATIVE");
        shop.advance("PT1M");
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("AWAITING_TOP_UP");

        shop.advance("PT2M");

        shop.awaitAfterSale(number, "CANCELLED");
        assertThat(shop.gatewayBooks(open).path("state").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(skuD)).isEqualTo(1);
        assertThat(shop.opensTopUp(number, "WECHAT_PAY", "NATIVE").code()).isEqualTo("ORDER_NOT_PAYABLE");
        shop.pays(open, Map.of("force", true));
        assertThat(shop.awaitRefunded(orderNo).path("reason").asText()).isEqualTo("LATE_PAYMENT");
        shop.notified(open, 3);
        assertThat(shop.refunds(orderNo)).hasSize(1);
        assertThat(shop.gatewayRefunds(open)).hasSize(1);
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(shop.topUpFen(orderNo)).isZero();
        assertThat(shop.surplusFen(orderNo)).isZero();
        // Its unit may be asked for again.
        assertThat(shop.asksForExchange(orderNo, 1, 2, skuD)).isNotEmpty();
    }

    @Test
    void aTopUpThatIsPaidTwiceIsKeptOnce() {
        String skuD = shop.alsoSells("D", 10_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, skuD);
        String first = opened(number, "WECHAT_PAY", "NATIVE");
        String second = opened(number, "ALIPAY", "NATIVE");
        shop.pays(first);
        shop.awaitAfterSale(number, "AWAITING_RETURN");

        shop.pays(second, Map.of("force", true));

        assertThat(shop.awaitRefunded(orderNo).path("reason").asText()).isEqualTo("DUPLICATE_PAYMENT");
        assertThat(shop.refunds(orderNo).get(0).path("paymentNo").asText()).isEqualTo(second);
        assertThat(shop.topUpFen(orderNo)).isEqualTo(TOP_UP_FEN);
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isZero();
        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("AWAITING_RETURN");
    }

    @Test
    void whatTheShopperTakesBackBeforeSendingFreesTheUnitAndReturnsTheTopUp() {
        String skuD = shop.alsoSells("D", 10_900, 2);
        String orderNo = shop.deliveredBaseOrder();
        String paid = approved(orderNo, skuD);
        shop.pays(opened(paid, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(paid, "AWAITING_RETURN");
        String unpaid = approved(orderNo, skuD);
        String open = opened(unpaid, "WECHAT_PAY", "NATIVE");
        assertThat(shop.available(skuD)).isZero();

        assertThat(withdraw(paid).text("status")).isEqualTo("CANCELLED");
        assertThat(withdraw(unpaid).text("status")).isEqualTo("CANCELLED");

        assertThat(shop.available(skuD)).isEqualTo(2);
        JsonNode refund = shop.awaitRefunded(orderNo);
        assertThat(refund.path("amountFen").asLong()).isEqualTo(TOP_UP_FEN);
        assertThat(refund.path("reason").asText()).isEqualTo("AFTER_SALE");
        assertThat(shop.afterSale(paid).path("exchange").path("topUpBackFen").asLong())
                .isEqualTo(TOP_UP_FEN);
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isZero();
        assertThat(shop.topUpFen(orderNo)).isZero();
        ShopDriver.await(
                () -> shop.payment(orderNo, open),
                payment -> payment.path("status").asText().equals("CLOSED"));
    }

    @Test
    void aReplacementThatIsGoneAfterTheTopUpBecomesAReturnWhereverTheGoodsAre() {
        String skuD = shop.alsoSells("D", 10_900, 3);
        String orderNo = shop.deliveredBaseOrder();
        String early = approved(orderNo, skuD);
        shop.pays(opened(early, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(early, "AWAITING_RETURN");
        String late = approved(orderNo, skuD);
        shop.pays(opened(late, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(late, "AWAITING_RETURN");
        comesBack(late);

        shop.counts(skuD, 0);

        assertThat(shop.staff("merchant")
                        .get("/api/v1/stock/" + skuD)
                        .body()
                        .path("reserved")
                        .asInt())
                .isZero();
        JsonNode offered = shop.afterSale(early);
        assertThat(offered.path("type").asText()).isEqualTo("RETURN_AND_REFUND");
        assertThat(offered.path("status").asText()).isEqualTo("AWAITING_RETURN");
        assertThat(offered.path("amountFen").asLong()).isEqualTo(8_702);
        assertThat(offered.path("exchange").path("status").asText()).isEqualTo("SOLD_OUT");
        shop.awaitAfterSale(late, "COMPLETED");
        shop.sendsBack(early);
        shop.inspects(early, Map.of("accepted", true));
        // The gateway wants a minute between two refunds of one payment.
        shop.awaitAfterSale(early, "REFUNDING");
        shop.advance("PT2M");
        shop.awaitAfterSale(early, "COMPLETED");
        List<JsonNode> refunds = ShopDriver.await(
                () -> shop.refunds(orderNo),
                all -> all.size() == 4
                        && all.stream()
                                .allMatch(
                                        refund -> refund.path("status").asText().equals("SUCCEEDED")));
        assertThat(refunds.stream().map(refund -> refund.path("amountFen").asLong()))
                .containsExactlyInAnyOrder(TOP_UP_FEN, 10_900L - 8_703, 8_702L, 8_703L);
        assertThat(shop.topUpFen(orderNo)).isZero();
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 8_702 - 8_703);
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(8_702 + 8_703);
    }

    @Test
    void goodsThatWereAcceptedAreOwedEvenIfTheProcessHasNotHeardOfItWhenTheReplacementIsGone() {
        String skuD = shop.alsoSells("D", 7_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asksForExchange(orderNo, 1, 1, skuD);
        assertThat(shop.decides(number, true).text("status")).isEqualTo("AWAITING_RETURN");
        // While the carrier keeps its answer back, the process does not wait for the goods yet.
        shop.fault("KUAIDI100", "track", "TIMEOUT", 1);
        shop.sendsBack(number);
        assertThat(shop.inspects(number, Map.of("accepted", true)).text("status"))
                .isEqualTo("APPROVED");

        shop.counts(skuD, 0);

        assertThat(shop.afterSale(number).path("exchange").path("status").asText())
                .isEqualTo("SOLD_OUT");
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(8_702);
        assertThat(shop.onHand(shop.skuA())).isEqualTo(9);
    }

    @Test
    void aReplacementThatIsGoneWhileTheTopUpIsAwaitedOrWasGoneFromTheStartIsAReturn() {
        String skuD = shop.alsoSells("D", 10_900, 1);
        String orderNo = shop.deliveredBaseOrder();
        String number = approved(orderNo, skuD);
        String open = opened(number, "WECHAT_PAY", "NATIVE");

        shop.counts(skuD, 0);

        assertThat(shop.afterSale(number).path("status").asText()).isEqualTo("AWAITING_RETURN");
        ShopDriver.await(
                () -> shop.payment(orderNo, open),
                payment -> payment.path("status").asText().equals("CLOSED"));
        String soldOut = shop.asksForExchange(orderNo, 2, 1, skuD);
        JsonNode offered = shop.decides(soldOut, true).body();
        assertThat(offered.path("status").asText()).isEqualTo("AWAITING_RETURN");
        assertThat(offered.path("type").asText()).isEqualTo("RETURN_AND_REFUND");
        assertThat(offered.path("exchange").path("status").asText()).isEqualTo("SOLD_OUT");
    }

    @Test
    void aRefusedInspectionAndADisputeEndTheExchangeAndMoneyIsRuledOn() {
        String skuD = shop.alsoSells("D", 10_900, 2);
        String orderNo = shop.deliveredBaseOrder();
        String refused = approved(orderNo, skuD);
        shop.pays(opened(refused, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(refused, "AWAITING_RETURN");
        shop.sendsBack(refused);
        String disputed = approved(orderNo, skuD);

        assertThat(shop.inspects(refused, Map.of("accepted", false, "note", "已使用"))
                        .text("status"))
                .isEqualTo("DISPUTED");
        assertThat(shop.shop()
                        .post("/api/v1/after-sales/" + disputed + "/dispute", "")
                        .text("status"))
                .isEqualTo("DISPUTED");

        assertThat(shop.available(skuD)).isEqualTo(2);
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(TOP_UP_FEN);
        assertThat(rule(refused, Map.of("outcome", "REJECT")).text("status")).isEqualTo("REJECTED");
        rule(disputed, Map.of("outcome", "PARTIAL", "amountFen", 1_000));
        shop.awaitAfterSale(disputed, "COMPLETED");
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(22_401 - 1_000);
        assertThat(shop.topUpFen(orderNo)).isZero();
        assertThat(shop.onHand(shop.skuA())).isEqualTo(8);
    }

    @Test
    void onlyAcceptedUnitsAreReplacedAndTheRestOfTheTopUpGoesBack() {
        String skuD = shop.alsoSells("D", 10_900, 2);
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asksForExchange(orderNo, 1, 2, skuD);
        shop.decides(number, true);
        shop.pays(opened(number, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(number, "AWAITING_RETURN");
        shop.sendsBack(number);

        shop.inspects(number, Map.of("accepted", true, "items", List.of(Map.of("lineNo", 1, "acceptedQuantity", 1))));

        assertThat(shop.available(skuD)).isEqualTo(1);
        JsonNode half = shop.awaitAfterSale(number, "REPLACING");
        long kept = 10_900 - half.path("amountFen").asLong();
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(21_800 - 17_405 - kept);
        assertThat(shop.sendsReplacement(number).text("status")).isEqualTo("COMPLETED");
        assertThat(shop.onHand(skuD)).isEqualTo(1);
        assertThat(shop.topUpFen(orderNo)).isEqualTo(kept);
    }

    @Test
    void goodsThatNeverComeBackEndTheExchangeAndTheWarehouseMaySendOneFromTasklist() {
        String skuD = shop.alsoSells("D", 10_900, 2);
        String orderNo = shop.deliveredBaseOrder();
        String lazy = approved(orderNo, skuD);
        shop.pays(opened(lazy, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(lazy, "AWAITING_RETURN");
        String number = approved(orderNo, skuD);
        shop.pays(opened(number, "WECHAT_PAY", "NATIVE"));
        shop.awaitAfterSale(number, "AWAITING_RETURN");
        comesBack(number);
        shop.advance("P2DT1H");
        assertThat(shop.stuck(orderNo).path("kind").asText()).isEqualTo("OVERDUE");
        Api clerk = shop.staff("warehouse");
        JsonNode task = ShopDriver.await(
                        () -> clerk.get("/engine-rest/task?maxResults=10&processInstanceBusinessKey=" + orderNo)
                                .body(),
                        tasks -> tasks.size() == 1)
                .path(0);
        assertThat(task.path("taskDefinitionKey").asText()).isEqualTo("UserTask_ShipReplacement");

        Answer completed = clerk.post(
                "/engine-rest/task/" + task.path("id").asText() + "/submit-form",
                Map.of(
                        "variables",
                        Map.of(
                                "carrier",
                                Map.of("value", "SF"),
                                "trackingNo",
                                Map.of("value", "SF12345" + orderNo.substring(orderNo.length() - 8)))));

        assertThat(completed.status()).as(completed.toString()).isIn(200, 204);
        shop.awaitAfterSale(number, "COMPLETED");
        shop.advance("P5D");
        shop.awaitAfterSale(lazy, "CANCELLED");
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(TOP_UP_FEN);
        assertThat(shop.available(skuD)).isEqualTo(1);
    }

    @Test
    void whatCannotBeExchangedIsRefused() {
        String skuD = shop.alsoSells("D", 10_900, 1);
        String orderNo = shop.paidBaseOrder();
        List<Map<String, Integer>> one = List.of(Map.of("lineNo", 1, "quantity", 1));
        assertThat(shop.asksFor(orderNo, Map.of("type", "EXCHANGE", "items", one, "exchangeSkuId", skuD))
                        .code())
                .isEqualTo("ORDER_NOT_SHIPPED");
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        for (Map<String, Object> wish : List.<Map<String, Object>>of(
                Map.of("type", "EXCHANGE", "items", one),
                Map.of("type", "EXCHANGE", "items", one, "exchangeSkuId", ""),
                Map.of("type", "EXCHANGE", "items", one, "exchangeSkuId", "NO-SUCH-SKU"),
                Map.of("type", "EXCHANGE", "items", one, "exchangeSkuId", skuD, "amountFen", 100),
                Map.of("type", "EXCHANGE", "exchangeSkuId", skuD),
                Map.of(
                        "type",
                        "EXCHANGE",
                        "items",
                        List.of(Map.of("lineNo", 1, "quantity", 1), Map.of("lineNo", 2, "quantity", 1)),
                        "exchangeSkuId",
                        skuD),
                Map.of("type", "RETURN_AND_REFUND", "items", one, "exchangeSkuId", skuD))) {
            assertThat(shop.asksFor(orderNo, wish).status()).as(wish.toString()).isEqualTo(422);
        }
        String number = approved(orderNo, skuD);
        Api bob = shop.staff("shop").forShopper("somebody-else");
        Map<String, String> payment = Map.of("channel", "WECHAT_PAY", "scene", "NATIVE");
        assertThat(bob.post("/api/v1/after-sales/" + number + "/payments", payment)
                        .status())
                .isEqualTo(404);
        assertThat(bob.get("/api/v1/after-sales/" + number + "/payments").status())
                .isEqualTo(404);
        assertThat(shop.shop()
                        .get("/api/v1/after-sales/" + number + "/payments")
                        .body())
                .isEmpty();
        withdraw(number);
    }

    private String approved(String orderNo, String skuId) {
        String number = shop.asksForExchange(orderNo, 1, 1, skuId);
        Answer decided = shop.decides(number, true);
        assertThat(decided.text("status")).as(decided.toString()).isEqualTo("AWAITING_TOP_UP");
        return number;
    }

    /** The goods are sent back and accepted. */
    private void comesBack(String number) {
        shop.sendsBack(number);
        Answer inspected = shop.inspects(number, Map.of("accepted", true));
        assertThat(inspected.status()).as(inspected.toString()).isEqualTo(200);
        shop.awaitAfterSale(number, "REPLACING");
    }

    private String opened(String number, String channel, String scene) {
        Answer opened = shop.opensTopUp(number, channel, scene);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened.text("paymentNo");
    }

    private JsonNode toPack(String number) {
        for (JsonNode one : shop.staff("warehouse")
                .get("/api/v1/fulfilment/replacements?size=100")
                .body()
                .path("items")) {
            if (one.path("afterSale").path("afterSalesNo").asText().equals(number)) {
                return one;
            }
        }
        throw new AssertionError("Case " + number + " is not on the pick list");
    }

    private JsonNode parcel(String orderNo, String shipmentNo) {
        for (JsonNode one :
                shop.shop().get("/api/v1/orders/" + orderNo + "/shipments").body()) {
            if (one.path("shipmentNo").asText().equals(shipmentNo)) {
                return one;
            }
        }
        throw new AssertionError("The order has no parcel " + shipmentNo);
    }

    private Answer withdraw(String number) {
        return shop.shop().post("/api/v1/after-sales/" + number + "/cancellation", "");
    }

    private Answer rule(String number, Map<String, Object> ruling) {
        Answer ruled = shop.staff("service").post("/api/v1/after-sales/" + number + "/ruling", ruling);
        assertThat(ruled.status()).as(ruled.toString()).isEqualTo(200);
        return ruled;
    }
}
