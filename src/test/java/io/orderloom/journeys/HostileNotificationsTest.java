package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.Channel;
import io.orderloom.payment.PaymentGateway.GatewayPayment;
import io.orderloom.payment.PaymentGateway.State;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.TakeNotification;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.UtcTime;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forged, stale, wrong and repeated notifications around one true payment. */
class HostileNotificationsTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @ParameterizedTest
    @EnumSource(Channel.class)
    void onlyTheTruePaymentIsBookedAndOnlyOnce(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);

        for (String tamper : forgeries(channel)) {
            assertThat(notifies(paymentNo, tamper, null)).as(tamper).isEqualTo(401);
            assertThat(shop.order(orderNo).path("status").asText()).as(tamper).isEqualTo("PENDING_PAYMENT");
            assertThat(shop.order(orderNo).path("hold").isNull()).as(tamper).isTrue();
        }
        assertThat(shop.inboxRows(paymentNo)).isZero();

        assertThat(notifies(paymentNo, "AMOUNT", 22_400L)).isEqualTo(200);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
        assertThat(shop.stuck(orderNo).path("kind").asText()).isEqualTo("HOLD");

        shop.pays(paymentNo, Map.of("notify", false));
        Answer twice = shop.sandbox()
                .post(
                        "/sandbox/v1/notifications",
                        Map.of("paymentNo", paymentNo, "tamper", "NONE", "copies", 3, "parallel", 2));
        assertThat(twice.body().path("answers")).hasSize(3).allMatch(answer -> answer.asInt() == 200);
        JsonNode paid = shop.awaitStatus(orderNo, "PAID");
        assertThat(paid.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(paid.path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
        assertThat(shop.shipAttempt(orderNo).code()).isEqualTo("ORDER_ON_HOLD");

        Answer released = shop.staff("ops")
                .post(
                        "/ops/v1/stuck-orders/" + orderNo + "/actions",
                        Map.of("action", "RETRY", "note", "asked the gateway: 22 401", "dryRun", false));
        assertThat(released.status()).as(released.toString()).isEqualTo(200);
        assertThat(shop.order(orderNo).path("hold").isNull()).isTrue();
        assertThat(shop.shipAttempt(orderNo).status()).isEqualTo(201);
        ShopDriver.await(() -> shop.eventTypes(orderNo), types -> types.contains("order.shipped.v1"));
        assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("order.paid.v1");
    }

    @Test
    void aGatewayThatStaysAtAnotherAmountIsAskedEverMoreSeldomAndTheOrderIsAmongTheStuckOnes() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, Channel.WECHAT_PAY);
        shop.pays(paymentNo, Map.of("amountFen", ShopDriver.BASE_PAYABLE_FEN - 1));
        ShopDriver.await(
                () -> shop.order(orderNo), order -> order.path("hold").asText().equals("AMOUNT_MISMATCH"));
        sync(orderNo, paymentNo);
        assertThat(untilAskedAgain(paymentNo)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));

        opened(paymentNo, Duration.ofHours(2));
        sync(orderNo, paymentNo);
        assertThat(untilAskedAgain(paymentNo)).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));

        opened(paymentNo, Duration.ofDays(40));
        sync(orderNo, paymentNo);
        assertThat(untilAskedAgain(paymentNo)).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(shop.staff("ops").get("/ops/v1/stuck-orders?kind=HOLD").body())
                .anyMatch(stuck -> stuck.path("orderNo").asText().equals(orderNo));

        sql("UPDATE payments SET status = 'CLOSED', next_ask_at = NULL WHERE payment_no = ?", paymentNo);
    }

    private void sync(String orderNo, String paymentNo) {
        assertThat(shop.shop()
                        .post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", "")
                        .status())
                .isEqualTo(200);
    }

    private static void opened(String paymentNo, Duration ago) {
        sql(
                "UPDATE payments SET opened_at = ? WHERE payment_no = ?",
                Objects.requireNonNull(UtcTime.toDatabase(shopsNow().minus(ago))),
                paymentNo);
    }

    private static Duration untilAskedAgain(String paymentNo) {
        Instant next = RunningService.shared()
                .bean(JdbcClient.class)
                .sql("SELECT next_ask_at FROM payments WHERE payment_no = ?")
                .param(paymentNo)
                .query((row, number) -> UtcTime.read(row, 1))
                .single();
        return Duration.between(shopsNow(), next);
    }

    private static Instant shopsNow() {
        return RunningService.shared().bean(BusinessClock.class).now();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anotherCurrencyBooksNothingAndHoldsTheOrder(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        assertThat(notifies(paymentNo, "CURRENCY", null)).isEqualTo(200);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void moneyForAPaymentThatIsNotOursIsKeptAnsweredAndShownAsAnOrphan(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        // as if another system of the merchant had opened it
        sql("DELETE FROM payments WHERE payment_no = ?", paymentNo);

        assertThat(notifies(paymentNo, "NONE", null)).isEqualTo(200);
        assertThat(notifies(paymentNo, "NONE", null)).isEqualTo(200);

        assertThat(shop.inboxRows(paymentNo)).isPositive();
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        JsonNode orphans =
                shop.staff("ops").get("/ops/v1/stuck-orders?kind=ORPHAN").body();
        assertThat(orphans.toString()).contains(paymentNo);
        assertThat(orphans.findValuesAsText("moneyFen")).contains(String.valueOf(ShopDriver.BASE_PAYABLE_FEN));
    }

    @Test
    void moneyUnderANumberThatWeWouldNeverGiveIsAnOrphanToo() {
        String number = "old_shop-" + shop.skuA().hashCode();
        PaymentNotification told = new PaymentNotification(
                Channel.WECHAT_PAY,
                "told-" + number,
                new GatewayPayment(number, State.PAID, 4_217L, "CNY", "42" + number, shopsNow(), null, true));

        RunningService.shared().bean(TakeNotification.class).take(told);
        RunningService.shared().bean(TakeNotification.class).take(told);

        JsonNode orphans =
                shop.staff("ops").get("/ops/v1/stuck-orders?kind=ORPHAN").body();
        assertThat(orphans.toString()).containsOnlyOnce(number);
        assertThat(orphans.findValuesAsText("moneyFen")).contains("4217");
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = "ALIPAY", mode = EnumSource.Mode.EXCLUDE)
    void aRefundThatIsNotOursIsKeptAnsweredAndShownAsAnOrphan(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 700, "note", "a stain"));
        String refundNo = shop.awaitRefunded(orderNo).path("refundNo").asText();
        // as if somebody had given the money back at the gateway's own page, and nobody had heard of it yet
        sql("DELETE FROM refund_notifications WHERE refund_no = ?", refundNo);
        sql("UPDATE refunds SET refund_no = CONCAT('X', refund_no) WHERE refund_no = ?", refundNo);

        for (int time = 0; time < 2; time++) {
            Answer told = shop.sandbox().post("/sandbox/v1/notifications", Map.of("refundNo", refundNo));
            assertThat(told.body().path("answers").path(0).asInt()).isEqualTo(200);
        }

        sql("UPDATE refunds SET refund_no = ? WHERE refund_no = ?", refundNo, "X" + refundNo);
        JsonNode orphans =
                shop.staff("ops").get("/ops/v1/stuck-orders?kind=ORPHAN").body();
        assertThat(orphans.toString()).containsOnlyOnce(refundNo);
        assertThat(orphans.findValuesAsText("moneyFen")).contains("700");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(700);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aTransactionThatPaidAnotherPaymentBooksNothingAndHoldsTheOrder(Channel channel) {
        String earlier = shop.placeBaseOrder();
        String earlierPayment = shop.opens(earlier, channel);
        shop.pays(earlierPayment);
        shop.awaitStatus(earlier, "PAID");
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo, Map.of("notify", false));
        String right =
                shop.gatewayBooks(earlierPayment).path("gatewayTransactionId").asText();
        sql(
                "UPDATE payments SET gateway_transaction_id = ? WHERE payment_no = ?",
                shop.gatewayBooks(paymentNo).path("gatewayTransactionId").asText(),
                earlierPayment);

        assertThat(notifies(paymentNo, "NONE", null)).isEqualTo(200);

        JsonNode held = ShopDriver.await(
                () -> shop.order(orderNo), order -> !order.path("hold").isNull());
        assertThat(held.path("hold").asText()).isEqualTo("TRANSACTION_REUSED");
        assertThat(held.path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(held.path("paidFen").asLong()).isZero();
        assertThat(shop.stuck(orderNo).path("kind").asText()).isEqualTo("HOLD");
        // the gateway, when asked, says the same: still nothing is booked
        shop.shop().post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", "");
        assertThat(shop.order(orderNo).path("paidFen").asLong()).isZero();

        // Once the books are mended, the next asking brings the money in.
        sql("UPDATE payments SET gateway_transaction_id = ? WHERE payment_no = ?", right, earlierPayment);
        shop.advance("PT5M");
        shop.awaitStatus(orderNo, "PAID");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void fiftyCopiesInParallelAreOnePayment(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo, Map.of("notify", false));

        Answer told = shop.sandbox()
                .post(
                        "/sandbox/v1/notifications",
                        Map.of("paymentNo", paymentNo, "tamper", "NONE", "copies", 50, "parallel", 10));

        assertThat(told.body().path("answers")).hasSize(50).allMatch(answer -> answer.asInt() == 200);
        shop.awaitStatus(orderNo, "PAID");
        assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);
        assertThat(shop.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.paid.v1");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void theNewsOfARefundIsNoSecondPaymentAndThatOfThePaymentMayComeAfterIt(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo, Map.of("notify", false));
        shop.shop().post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", "");
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 700, "note", "a stain"));
        String refundNo = shop.awaitRefunded(orderNo).path("refundNo").asText();
        Answer ofTheRefund = shop.sandbox().post("/sandbox/v1/notifications", Map.of("refundNo", refundNo));
        assertThat(ofTheRefund.body().path("answers").path(0).asInt()).isEqualTo(200);

        shop.notified(paymentNo, 2);

        JsonNode order = shop.order(orderNo);
        assertThat(order.path("status").asText()).isEqualTo("PAID");
        assertThat(order.path("hold").isNull()).isTrue();
        assertThat(order.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(order.path("refundedFen").asLong()).isEqualTo(700);
        assertThat(shop.gatewayRefunds(paymentNo)).hasSize(1);
        assertThat(shop.eventTypes(orderNo))
                .containsOnlyOnce("order.paid.v1", "refund.succeeded.v1")
                .doesNotContain("payment.surplus.v1");
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = "ALIPAY", mode = EnumSource.Mode.EXCLUDE)
    void aRefundToldWithAnotherAmountBooksNothingAndHoldsTheOrder(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");
        shop.fault(channel.name(), "refund", "PROCESSING", 1);
        shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 700, "note", "a stain"));
        JsonNode refund = ShopDriver.await(
                () -> shop.refunds(orderNo).get(0),
                row -> row.path("status").asText().equals("PROCESSING"));
        String refundNo = refund.path("refundNo").asText();

        Answer wrong = shop.sandbox()
                .post("/sandbox/v1/notifications", Map.of("refundNo", refundNo, "tamper", "AMOUNT", "amountFen", 701));

        assertThat(wrong.body().path("answers").path(0).asInt()).isEqualTo(200);
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isZero();
        // What the gateway says when it is asked counts, and the refund comes to its end.
        shop.sandbox().post("/sandbox/v1/refunds/" + refundNo + "/settle", Map.of("state", "SUCCESS"));
        shop.awaitRefunded(orderNo);
        assertThat(shop.order(orderNo).path("refundedFen").asLong()).isEqualTo(700);
    }

    /** Alipay repeats its notifications as they were signed first, so that an old one is no forgery. */
    private static List<String> forgeries(Channel channel) {
        return channel == Channel.ALIPAY
                ? List.of("SIGNATURE", "BODY", "PROBE", "MERCHANT")
                : List.of("SIGNATURE", "BODY", "PROBE", "STALE", "MERCHANT");
    }

    private static void sql(String statement, Object... values) {
        RunningService.shared().database().write(statement, values);
    }

    private int notifies(String paymentNo, String tamper, @Nullable Long amountFen) {
        Map<String, Object> notification = new HashMap<>(Map.of("paymentNo", paymentNo, "tamper", tamper));
        if (amountFen != null) {
            notification.put("amountFen", amountFen);
        }
        Answer sent = shop.sandbox().post("/sandbox/v1/notifications", notification);
        assertThat(sent.status()).as(sent.toString()).isEqualTo(200);
        return sent.body().path("answers").path(0).asInt();
    }
}
