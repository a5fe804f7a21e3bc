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
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The machine dies at the worst moments there are. It starts again on the same data, the client repeats its
 * request under the same key, and all books agree; nothing waits for a person.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.CONCURRENT)
class CrashPointTest {

    /** Else the other service would have nothing left to do beside it. */
    private static final int LONGEST_FIRST = 1;

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

    private static final String BEFORE_ASKING_FOR_THE_REFUND = "io.orderloom.payment.AskForRefund#ask@ENTER";
    private static final String AFTER_REFUND = "io.orderloom.payment.gateway.wechat.WeChatPayGateway#refund@EXIT";

    private static final String HELD_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ExchangeGoods#reserve@EXIT";
    private static final String TOPPED_UP_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ReceiveTopUps#paid@EXIT";
    private static final String REPLACED_BEFORE_THE_ANSWER =
            "io.orderloom.aftersales.web.ReplacementController#ship@EXIT";
    private static final String VOID_BEFORE_THE_COMMIT = "io.orderloom.aftersales.ExchangeGoods#voidUnpaid@EXIT";

    private static final List<String> POINTS = List.of(
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
            BEFORE_ASKING_FOR_THE_REFUND,
            AFTER_REFUND,
            HELD_BEFORE_THE_COMMIT,
            TOPPED_UP_BEFORE_THE_COMMIT,
            REPLACED_BEFORE_THE_ANSWER,
            VOID_BEFORE_THE_COMMIT);

    /** As many services die and start side by side: a start keeps one core busy. */
    private static final int SHOPS = 2;

    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final BlockingQueue<FaultyShop> FREE = new LinkedBlockingQueue<>();

    private FaultyShop shop;
    private ShopDriver shopper;
    private String name;

    /** A case of its own service, beside another one. */
    @Test
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface DyingTest {}

    @BeforeEach
    void takeAShop() throws InterruptedException {
        shop = freeShop();
        shopper = shop.shopper(10);
        name = shopper.shopper();
    }

    @AfterEach
    void giveItBack() {
        FREE.add(shop);
    }

    @AfterAll
    static void stop() {
        FREE.forEach(FaultyShop::close);
    }

    @DyingTest
    void anOrderThatWasCommittedAndNotAnsweredIsAnsweredAsTheFirstTime() {
        Api api = shopper.shop().with("Idempotency-Key", "place-" + name);
        Supplier<Answer> placing = () -> api.post("/api/v1/orders", shopper.baseOrder());
        shop.service().crashAt(PLACED_BEFORE_THE_ANSWER, 1);
        assertThat(shop.history().call(name, Operation.PLACE, name, placing)).isEmpty();
        restart();
        Answer repeated = shop.history().insist(name, Operation.PLACE, name, placing);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
        shop.settle(name);
    }

    @DyingTest
    void aPaymentWhoseNumberWasCommittedAndThatTheGatewayNeverHeardOfIsOpenedUnderThatNumber() {
        String orderNo = place();
        Answer opened = openedAcross(NUMBERED_BEFORE_THE_CALL, orderNo);
        assertThat(payments(orderNo)).containsExactly(opened.text("paymentNo"));
        pay(opened, true);
        shopper.awaitStatus(orderNo, "PAID");
        shop.settle(name);
    }

    @DyingTest
    void aPaymentThatTheGatewayOpenedAndWeDidNotHearOfIsOpenedOnce() {
        String orderNo = place();
        Answer opened = openedAcross(AFTER_PREPAY, orderNo);
        assertThat(payments(orderNo)).containsExactly(opened.text("paymentNo"));
        pay(opened, true);
        shopper.awaitStatus(orderNo, "PAID");
        shop.settle(name);
    }

    @DyingTest
    void moneyThatTheGatewayToldOfWhenAskedIsBookedByTheNextAsking() {
        String orderNo = place();
        Answer opened = open(orderNo);
        pay(opened, false);
        shop.service().crashAt(AFTER_QUERY, 1);
        assertThat(sync(orderNo, opened)).isEmpty();
        restart();
        shop.advance("PT2M");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        shop.settle(name);
    }

    @DyingTest
    void anEventThatTheBrokerTookBeforeWeMarkedItComesAgainAndInOrder() {
        String orderNo = place();
        ShopDriver.await(() -> shop.events().times(orderNo, "order.placed.v1"), times -> times == 1);
        Answer opened = open(orderNo);
        shop.service().crashAt(CONFIRMED_BEFORE_THE_MARK, 1);
        pay(opened, true);
        restart();
        ShopDriver.await(() -> shop.events().times(orderNo, "order.paid.v1"), times -> times >= 2);
        shop.settle(name);
    }

    @DyingTest
    void aNotificationThatWasNotCommittedIsTakenWhenTheGatewayRepeatsIt() {
        String orderNo = place();
        Answer opened = open(orderNo);
        shop.service().crashAt(BOOKED_BEFORE_THE_COMMIT, 1);
        pay(opened, true);
        restart();
        shopper.awaitStatus(orderNo, "PAID");
        shop.settle(name);
        assertThat(shopper.inboxRows(opened.text("paymentNo"))).isEqualTo(1);
    }

    @DyingTest
    void aNotificationThatWasTakenAndNotAnsweredChangesNothingWhenTheGatewayRepeatsIt() {
        String orderNo = place();
        Answer opened = open(orderNo);
        shop.service().crashAt(TAKEN_BEFORE_THE_ANSWER, 1);
        pay(opened, true);
        restart();
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        Answer again = shop.service()
                .sandbox()
                .post("/sandbox/v1/notifications", Map.of("paymentNo", opened.text("paymentNo"), "tamper", "NONE"));
        assertThat(again.body().path("answers").path(0).asInt()).isEqualTo(200);
        shop.settle(name);
        assertThat(shopper.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.paid.v1");
    }

    @DyingTest
    void aParcelThatLeftAndWasNotAnsweredLeavesOnce() {
        String orderNo = place();
        pay(open(orderNo), true);
        shopper.awaitStatus(orderNo, "PAID");
        Api warehouse = shopper.staff("warehouse").with("Idempotency-Key", "ship-" + name);
        Supplier<Answer> shipping = () -> warehouse.post(
                "/api/v1/orders/" + orderNo + "/shipments", Map.of("carrier", "SF", "trackingNo", "SF" + orderNo));
        shop.service().crashAt(SHIPPED_BEFORE_THE_ANSWER, 1);
        assertThat(shop.history().call(name, Operation.SHIP, orderNo, shipping)).isEmpty();
        restart();
        assertThat(shop.history()
                        .insist(name, Operation.SHIP, orderNo, shipping)
                        .status())
                .isEqualTo(201);
        assertThat(shopper.onHand(shopper.skuA())).isEqualTo(8);
        shop.settle(name);
    }

    @DyingTest
    @Order(LONGEST_FIRST)
    void anUnpaidOrderWhoseClosingDiesBetweenAnyTwoStepsEndsAsIfItHadNot() {
        String orderNo = place();
        List<String> open = List.of(open(orderNo).text("paymentNo"), open(orderNo, "ALIPAY", "MINI_PROGRAM"));
        shop.service().crashAt(UNPAYABLE_BEFORE_THE_COMMIT, 1);
        timePasses("PT31M");
        for (String step : List.of(
                BEFORE_ASKING,
                BEFORE_CLOSING,
                AFTER_CLOSE,
                AFTER_ALIPAY_CLOSE,
                BEFORE_ASKING,
                CANCELLED_BEFORE_THE_COMMIT)) {
            shop.service().awaitCrash();
            shop.service().crashAt(step, 1);
            if (shop.service().startOrDie()) {
                assertThat(sellable(shopper.skuA())).as(step).isEqualTo(8);
                timePasses("PT61S");
            }
        }
        restart();
        shop.advance("PT61S");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(open).allSatisfy(paymentNo -> assertThat(
                        shopper.gatewayBooks(paymentNo).path("state").asText())
                .isEqualTo("CLOSED"));
        assertThat(shopper.available(shopper.skuA())).isEqualTo(10);
        assertThat(shopper.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.cancelled.v1");
        shop.settle(name);
    }

    @DyingTest
    void anOrderPaidWhileItsClosingLiesDeadIsPaidAndKeepsItsGoods() {
        String orderNo = place();
        Answer opened = open(orderNo);
        shop.service().crashAt(BEFORE_CLOSING, 1);
        timePasses("PT31M");
        shop.service().awaitCrash();
        pay(opened, false);
        shop.service().start();
        shop.advance("PT61S");
        assertThat(shopper.order(orderNo).path("status").asText()).isEqualTo("PAID");
        assertThat(shopper.available(shopper.skuA())).isEqualTo(8);
        shop.settle(name);
    }

    @DyingTest
    void aRefundThatDiesOnBothSidesOfTheGatewayIsPaidOutOnce() {
        String orderNo = place();
        Answer opened = open(orderNo);
        pay(opened, true);
        shopper.awaitStatus(orderNo, "PAID");
        Api staff = shopper.staff("service").with("Idempotency-Key", "refund-" + name);
        Supplier<Answer> refunding =
                () -> staff.post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 700, "note", "外箱破损"));

        shop.service().crashAt(BEFORE_ASKING_FOR_THE_REFUND, 1);
        mayDie(() -> assertThat(refunding.get().status()).isEqualTo(201));
        shop.service().awaitCrash();
        assertThat(shopper.gatewayRefunds(opened.text("paymentNo"))).isEmpty();
        shop.service().crashAt(AFTER_REFUND, 1);
        if (shop.service().startOrDie()) {
            timePasses("PT61S");
        }
        restart();
        shop.advance("PT61S");

        Answer repeated = refunding.get();
        assertThat(repeated.status()).as(repeated.toString()).isEqualTo(201);
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(shopper.awaitRefunded(orderNo).path("refundNo").asText()).isEqualTo(repeated.text("refundNo"));
        assertThat(shopper.gatewayRefunds(opened.text("paymentNo")))
                .singleElement()
                .satisfies(
                        refund -> assertThat(refund.path("amountFen").asLong()).isEqualTo(700));
        shop.settle(name);
    }

    @DyingTest
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
        shop.service().crashAt(TOPPED_UP_BEFORE_THE_COMMIT, 1);
        pay(opened, true);
        restart();
        shop.advance("PT2M");
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
        shop.settle(name);
    }

    @DyingTest
    void anExchangeWhoseVoidingDiesIsVoidOnce() {
        String orderNo = shipped();
        String skuD = shopper.alsoSells("D", 10_900, 5);
        String number = shopper.asksForExchange(orderNo, 1, 1, skuD);
        shopper.decides(number, true);
        shop.advance("PT23H58M");
        Answer opened = shopper.opensTopUp(number, "WECHAT_PAY", "NATIVE");
        shop.service().crashAt(VOID_BEFORE_THE_COMMIT, 1);
        timePasses("PT3M");
        restart();
        shop.advance("PT61S");
        shopper.awaitAfterSale(number, "CANCELLED");
        assertThat(shopper.available(skuD)).isEqualTo(5);
        assertThat(shopper.gatewayBooks(opened.text("paymentNo")).path("state").asText())
                .isEqualTo("CLOSED");
        assertThat(shopper.eventTypes(orderNo).stream().filter("after-sale.cancelled.v1"::equals))
                .hasSize(1);
        shop.settle(name);
    }

    /** One that no case has at the moment; opened when there are fewer than there may be. */
    private static FaultyShop freeShop() throws InterruptedException {
        FaultyShop free = FREE.poll();
        if (free != null) {
            return free;
        }
        int number = OPENED.incrementAndGet();
        return number > SHOPS
                ? FREE.take()
                : new FaultyShop("crash-points-" + number, Servers.mariaDb(), Servers.rabbitMq(), POINTS);
    }

    private String shipped() {
        String orderNo = place();
        pay(open(orderNo), true);
        shopper.awaitStatus(orderNo, "PAID");
        shopper.ship(orderNo);
        return orderNo;
    }

    /** Loses the service at the point, and repeats the request under its key. */
    private Answer repeatedAcross(String point, Api keyed, String path, Map<String, ?> body) {
        shop.service().crashAt(point, 1);
        assertThatThrownBy(() -> keyed.post(path, body)).isInstanceOf(UncheckedIOException.class);
        restart();
        Answer repeated = keyed.post(path, body);
        assertThat(repeated.status()).as(repeated.toString()).isEqualTo(200);
        return repeated;
    }

    private String place() {
        Answer placed = shop.place(shopper);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return placed.text("orderNo");
    }

    private Answer open(String orderNo) {
        Answer opened = shop.history().insist(name, Operation.OPEN_PAYMENT, orderNo, opening(orderNo));
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened;
    }

    /** @return the number of a payment of this channel and scene */
    private String open(String orderNo, String channel, String scene) {
        Api api = shopper.shop().with("Idempotency-Key", channel + "-" + scene + "-" + name);
        Map<String, Object> wish = Map.of("channel", channel, "scene", scene, "payerId", "payer-" + name);
        Answer opened = shop.history()
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
        shop.service().crashAt(point, 1);
        assertThat(shop.history().call(name, Operation.OPEN_PAYMENT, orderNo, opening(orderNo)))
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
        return shop.history().call(name, Operation.READ, orderNo, () -> shopper.shop()
                .post("/api/v1/orders/" + orderNo + "/payments/" + opened.text("paymentNo") + "/sync", ""));
    }

    private void pay(Answer opened, boolean notified) {
        shopper.pays(opened.text("paymentNo"), Map.of("notify", notified));
    }

    /** Moves the clock of a service that may die of it. */
    private void timePasses(String duration) {
        mayDie(() -> shop.advance(duration));
    }

    /** Asks something of a service that may die of it. */
    private static void mayDie(Runnable asking) {
        try {
            asking.run();
        } catch (UncheckedIOException died) {
            assertThat(died).isNotNull();
        }
    }

    private void restart() {
        shop.service().awaitCrash();
        shop.service().start();
    }

    /** The units that can be sold, asked of the database: the service may die while it answers. */
    private int sellable(String sku) {
        return database()
                .sql("SELECT on_hand - reserved FROM stock WHERE sku_id = ?")
                .param(sku)
                .query(Integer.class)
                .single();
    }

    /** The payments of the order that we have a row of. */
    private List<String> payments(String orderNo) {
        return database()
                .sql("SELECT payment_no FROM payments WHERE order_no = ?")
                .param(orderNo)
                .query(String.class)
                .list();
    }

    private JdbcClient database() {
        return JdbcClient.create(shop.service().database().dataSource());
    }
}
