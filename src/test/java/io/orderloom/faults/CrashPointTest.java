package io.orderloom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.FaultyShop;
import io.orderloom.testing.History.Operation;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ShopDriver;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The machine dies at the worst moments there are. It starts again on the same data, the client repeats its
 * request under the same key, and all books agree; nothing waits for a person.
 */
class CrashPointTest {

    private static final String PLACED_BEFORE_THE_ANSWER = "io.orderloom.order.web.OrderController#place@EXIT";
    private static final String NUMBERED_BEFORE_THE_CALL = "io.orderloom.payment.OpenPayment#tellGateway@ENTER";
    private static final String AFTER_PREPAY = "io.orderloom.payment.gateway.wechat.WeChatPayGateway#prepay@EXIT";
    private static final String AFTER_QUERY = "io.orderloom.payment.gateway.wechat.WeChatPayGateway#query@EXIT";
    private static final String AFTER_CLOSE = "io.orderloom.payment.gateway.wechat.WeChatPayGateway#close@EXIT";
    private static final String AFTER_ALIPAY_CLOSE = "io.orderloom.payment.gateway.alipay.AlipayGateway#close@EXIT";
    private static final String CONFIRMED_BEFORE_THE_MARK = "io.orderloom.outbox.RabbitBroker#publish@EXIT";
    private static final String BOOKED_BEFORE_THE_COMMIT = "io.orderloom.order.OrderPayments#paid@EXIT";
    private static final String TAKEN_BEFORE_THE_ANSWER = "io.orderloom.payment.TakeNotification#take@EXIT";
    private static final String SHIPPED_BEFORE_THE_ANSWER = "io.orderloom.fulfilment.web.ShipmentController#ship@EXIT";
    private static final String UNPAYABLE_BEFORE_THE_COMMIT = "io.orderloom.order.CancelOrder#makeUnpayable@EXIT";
    private static final String BEFORE_ASKING = "io.orderloom.payment.AskGateway#ask@ENTER";
    private static final String BEFORE_CLOSING = "io.orderloom.payment.ClosePayment#close@ENTER";
    private static final String CANCELLED_BEFORE_THE_COMMIT = "io.orderloom.order.CancelOrder#finish@EXIT";

    private static final String HELD_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ExchangeGoods#reserve@EXIT";
    private static final String TOPPED_UP_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ReceiveTopUps#paid@EXIT";
    private static final String REPLACED_BEFORE_THE_ANSWER =
            "io.orderloom.aftersales.web.ReplacementController#ship@EXIT";
    private static final String VOID_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ExchangeGoods#voidUnpaid@EXIT";

    private static final FaultyShop SHOP = new FaultyShop(
            "crash-points",
            Servers.mariaDb(),
            Servers.rabbitMqServer().freshUri(),
            List.of(
                    PLACED_BEFORE_THE_ANSWER,
                    NUMBERED_BEFORE_THE_CALL,
                    AFTER_PREPAY,
                    AFTER_QUERY,
                    AFTER_CLOSE,
                    AFTER_ALIPAY_CLOSE,
                    CONFIRMED_BEFORE_THE_MARK,
                    BOOKED_BEFORE_THE_COMMIT,
                    TAKEN_BEFORE_THE_ANSWER,
                    SHIPPED_BEFORE_THE_ANSWER,
                    UNPAYABLE_BEFORE_THE_COMMIT,
                    BEFORE_ASKING,
                    BEFORE_CLOSING,
                    CANCELLED_BEFORE_THE_COMMIT,
                    HELD_BEFORE_THE_COMMIT,
                    TOPPED_UP_BEFORE_THE_COMMIT,
                    REPLACED_BEFORE_THE_ANSWER,
                    VOID_BEFORE_THE_COMMIT));

    private final ShopDriver shopper = SHOP.shopper(10);
    private final String name = shopper.shopper();

    @AfterAll
    static void stop() {
        SHOP.close();
    }

    @Test
    void anOrderThatWasCommittedAndNotAnsweredIsAnsweredAsTheFirstTime() {
        Api api = shopper.shop().with("Idempotency-Key", "place-" + name);
        Supplier<Answer> placing = () -> api.post("/api/v1/orders", shopper.baseOrder());
        SHOP.service().crashAt(PLACED_BEFORE_THE_ANSWER, 1);
        assertThat(SHOP.history().call(name, Operation.PLACE, name, placing)).isEmpty();
        restart();
        Answer repeated = SHOP.history().insist(name, Operation.PLACE, name, placing);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
        SHOP.settle(name);
    }

    @Test
    void aPaymentWhoseNumberWasCommittedAndThatTheGatewayNeverHeardOfIsOpenedUnderThatNumber() {
        String orderNo = place();
        Answer opened = openedAcross(NUMBERED_BEFORE_THE_CALL, orderNo);
        assertThat(payments(orderNo)).containsExactly(opened.text("paymentNo"));
        pay(opened, true);
        shopper.awaitStatus(orderNo, "PAID");
        SHOP.settle(name);
    }

    @Test
    void aPaymentThatTheGatewayOpenedAndWeDidNotHearOfIsOpenedOnce() {
        String orderNo = place();
        Answer opened = openedAcross(AFTER_PREPAY, orderNo);
        assertThat(payments(orderNo)).containsExactly(opened.text("paymentNo"));
        pay(opened, true);
        shopper.awaitStatus(orderNo, "PAID");
        SHOP.settle(name);
    }

    @Test
    void moneyThatTheGatewayToldOfWhenAskedIsBookedByTheNextAsking() {
        String orderNo = place();
        Answer opened = open(orderNo);
        pay(opened, false);
        SHOP.service().crashAt(AFTER_QUERY, 1);
        assertThat(sync(orderNo, opened)).isEmpty();
        restart();
        SHOP.advance("PT2M");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        SHOP.settle(name);
    }

    @Test
    void anEventThatTheBrokerTookBeforeWeMarkedItComesAgainAndInOrder() {
        String orderNo = place();
        ShopDriver.await(() -> SHOP.events().times(orderNo, "order.placed.v1"), times -> times == 1);
        Answer opened = open(orderNo);
        SHOP.service().crashAt(CONFIRMED_BEFORE_THE_MARK, 1);
        pay(opened, true);
        restart();
        ShopDriver.await(() -> SHOP.events().times(orderNo, "order.paid.v1"), times -> times >= 2);
        SHOP.settle(name);
    }

    @Test
    void aNotificationThatWasNotCommittedIsTakenWhenTheGatewayRepeatsIt() {
        String orderNo = place();
        Answer opened = open(orderNo);
        SHOP.service().crashAt(BOOKED_BEFORE_THE_COMMIT, 1);
        pay(opened, true);
        restart();
        shopper.awaitStatus(orderNo, "PAID");
        SHOP.settle(name);
        assertThat(shopper.inboxRows(opened.text("paymentNo"))).isEqualTo(1);
    }

    @Test
    void aNotificationThatWasTakenAndNotAnsweredChangesNothingWhenTheGatewayRepeatsIt() {
        String orderNo = place();
        Answer opened = open(orderNo);
        SHOP.service().crashAt(TAKEN_BEFORE_THE_ANSWER, 1);
        pay(opened, true);
        restart();
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        Answer again = SHOP.service()
                .sandbox()
                .post("/sandbox/v1/notifications", Map.of("paymentNo", opened.text("paymentNo"), "tamper", "NONE"));
        assertThat(again.body().path("answers").path(0).asInt()).isEqualTo(200);
        SHOP.settle(name);
        assertThat(shopper.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.paid.v1");
    }

    @Test
    void aParcelThatLeftAndWasNotAnsweredLeavesOnce() {
        String orderNo = place();
        pay(open(orderNo), true);
        shopper.awaitStatus(orderNo, "PAID");
        Api warehouse = shopper.staff("warehouse").with("Idempotency-Key", "ship-" + name);
        Supplier<Answer> shipping = () -> warehouse.post(
                "/api/v1/orders/" + orderNo + "/shipments", Map.of("carrier", "SF", "trackingNo", "SF" + orderNo));
        SHOP.service().crashAt(SHIPPED_BEFORE_THE_ANSWER, 1);
        assertThat(SHOP.history().call(name, Operation.SHIP, orderNo, shipping)).isEmpty();
        restart();
        assertThat(SHOP.history()
                        .insist(name, Operation.SHIP, orderNo, shipping)
                        .status())
                .isEqualTo(201);
        assertThat(shopper.onHand(shopper.skuA())).isEqualTo(8);
        SHOP.settle(name);
    }

    @Test
    void anUnpaidOrderWhoseClosingDiesBetweenAnyTwoStepsEndsAsIfItHadNot() {
        String orderNo = place();
        List<String> open = List.of(open(orderNo).text("paymentNo"), open(orderNo, "ALIPAY", "MINI_PROGRAM"));
        SHOP.service().crashAt(UNPAYABLE_BEFORE_THE_COMMIT, 1);
        timePasses("PT31M");
        for (String step : List.of(
                BEFORE_ASKING,
                BEFORE_CLOSING,
                AFTER_CLOSE,
                AFTER_ALIPAY_CLOSE,
                BEFORE_ASKING,
                CANCELLED_BEFORE_THE_COMMIT)) {
            SHOP.service().awaitCrash();
            SHOP.service().crashAt(step, 1);
            if (SHOP.service().startOrDie()) {
                assertThat(shopper.available(shopper.skuA())).as(step).isEqualTo(8);
                timePasses("PT61S");
            }
        }
        restart();
        SHOP.advance("PT61S");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(open).allSatisfy(paymentNo -> assertThat(
                        shopper.gatewayBooks(paymentNo).path("state").asText())
                .isEqualTo("CLOSED"));
        assertThat(shopper.available(shopper.skuA())).isEqualTo(10);
        assertThat(shopper.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.cancelled.v1");
        SHOP.settle(name);
    }

    @Test
    void anOrderPaidWhileItsClosingLiesDeadIsPaidAndKeepsItsGoods() {
        String orderNo = place();
        Answer opened = open(orderNo);
        SHOP.service().crashAt(BEFORE_CLOSING, 1);
        timePasses("PT31M");
        SHOP.service().awaitCrash();
        pay(opened, false);
        SHOP.service().start();
        SHOP.advance("PT61S");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        assertThat(shopper.available(shopper.skuA())).isEqualTo(8);
        SHOP.settle(name);
    }

    @Test
    void anExchangeThatDiesAtItsStepsHoldsTakesAndSendsOnce() {
        String orderNo = shipped();
        String skuD = shopper.alsoSells("D", 10_900, 5);
        String number = shopper.asksForExchange(orderNo, 1, 1, skuD);
        Answer approved = repeatedAcross(
                HELD_BEFORE_THE_COMMIT,
                shopper.staff("service").with("Idempotency-Key", "approve-" + name),
                "/api/v1/after-sales/" + number + "/decision",
                Map.of("approve", true));
        assertThat(approved.text("status")).isEqualTo("AWAITING_TOP_UP");
        assertThat(shopper.available(skuD)).isEqualTo(4);
        Answer opened = shopper.opensTopUp(number, "WECHAT_PAY", "NATIVE");
        SHOP.service().crashAt(TOPPED_UP_BEFORE_THE_COMMIT, 1);
        pay(opened, true);
        restart();
        SHOP.advance("PT2M");
        shopper.awaitAfterSale(number, "AWAITING_RETURN");
        shopper.sendsBack(number);
        assertThat(shopper.inspects(number, Map.of("accepted", true)).status()).isEqualTo(200);
        shopper.awaitAfterSale(number, "REPLACING");

        Answer sent = repeatedAcross(
                REPLACED_BEFORE_THE_ANSWER,
                shopper.staff("warehouse").with("Idempotency-Key", "replace-" + name),
                "/api/v1/after-sales/" + number + "/replacement-shipment",
                Map.of("carrier", "SF", "trackingNo", "SFX" + orderNo));

        assertThat(sent.text("status")).isEqualTo("COMPLETED");
        assertThat(sent.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(shopper.onHand(skuD)).isEqualTo(4);
        assertThat(shopper.topUpFen(orderNo)).isEqualTo(1_000);
        SHOP.settle(name);
    }

    @Test
    void anExchangeWhoseVoidingDiesIsVoidOnce() {
        String orderNo = shipped();
        String skuD = shopper.alsoSells("D", 10_900, 5);
        String number = shopper.asksForExchange(orderNo, 1, 1, skuD);
        shopper.decides(number, true);
        SHOP.advance("PT23H58M");
        Answer opened = shopper.opensTopUp(number, "WECHAT_PAY", "NATIVE");
        SHOP.service().crashAt(VOID_BEFORE_THE_COMMIT, 1);
        timePasses("PT3M");
        restart();
        SHOP.advance("PT61S");
        shopper.awaitAfterSale(number, "CANCELLED");
        assertThat(shopper.available(skuD)).isEqualTo(5);
        assertThat(shopper.gatewayBooks(opened.text("paymentNo")).path("state").asText())
                .isEqualTo("CLOSED");
        assertThat(shopper.eventTypes(orderNo).stream().filter("after-sale.cancelled.v1"::equals))
                .hasSize(1);
        SHOP.settle(name);
    }

    private String shipped() {
        String orderNo = place();
        pay(open(orderNo), true);
        shopper.awaitStatus(orderNo, "PAID");
        shopper.ship(orderNo);
        return orderNo;
    }

    /** Loses the service at the point, and repeats the request under its key. */
    private static Answer repeatedAcross(String point, Api keyed, String path, Map<String, ?> body) {
        SHOP.service().crashAt(point, 1);
        assertThatThrownBy(() -> keyed.post(path, body)).isInstanceOf(UncheckedIOException.class);
        restart();
        Answer repeated = keyed.post(path, body);
        assertThat(repeated.status()).as(repeated.toString()).isEqualTo(200);
        return repeated;
    }

    private String place() {
        Answer placed = SHOP.place(shopper);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed.text("orderNo");
    }

    private Answer open(String orderNo) {
        Answer opened = SHOP.history().insist(name, Operation.OPEN_PAYMENT, orderNo, opening(orderNo));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened;
    }

    /** @return the number of a payment of this channel and scene */
    private String open(String orderNo, String channel, String scene) {
        Api api = shopper.shop().with("Idempotency-Key", channel + "-" + scene + "-" + name);
        Map<String, Object> wish = Map.of("channel", channel, "scene", scene, "payerId", "payer-" + name);
        Answer opened = SHOP.history()
                .insist(
                        name,
                        Operation.OPEN_PAYMENT,
                        orderNo,
                        () -> api.post("/api/v1/orders/" + orderNo + "/payments", wish));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened.text("paymentNo");
    }

    /** Opens a payment, loses the service at the point, and repeats the request. */
    private Answer openedAcross(String point, String orderNo) {
        SHOP.service().crashAt(point, 1);
        assertThat(SHOP.history().call(name, Operation.OPEN_PAYMENT, orderNo, opening(orderNo)))
                .isEmpty();
        restart();
        return open(orderNo);
    }

    private Supplier<Answer> opening(String orderNo) {
        Api api = shopper.shop().with("Idempotency-Key", "pay-" + name);
        return () -> api.post(
                "/api/v1/orders/" + orderNo + "/payments",
                Map.of("channel", "WECHAT_PAY", "scene", "MINI_PROGRAM", "payerId", "openid-" + name));
    }

    private Optional<Answer> sync(String orderNo, Answer opened) {
        return SHOP.history().call(name, Operation.READ, orderNo, () -> shopper.shop()
                .post("/api/v1/orders/" + orderNo + "/payments/" + opened.text("paymentNo") + "/sync", ""));
    }

    private void pay(Answer opened, boolean notified) {
        shopper.pays(opened.text("paymentNo"), Map.of("notify", notified));
    }

    /** Moves the clock of a service that may die of it. */
    private static void timePasses(String duration) {
        try {
            SHOP.advance(duration);
        } catch (UncheckedIOException died) {
            assertThat(died).isNotNull();
        }
    }

    private static void restart() {
        SHOP.service().awaitCrash();
        SHOP.service().start();
    }

    /** The payments of the order that we have a row of. */
    private static List<String> payments(String orderNo) {
        return JdbcClient.create(SHOP.service().database().dataSource())
                .sql("SELECT payment_no FROM payments WHERE order_no = ?")
                .param(orderNo)
                .query(String.class)
                .list();
    }
}
