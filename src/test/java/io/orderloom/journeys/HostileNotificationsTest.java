package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forged, stale, wrong and repeated notifications around one true payment. */
class HostileNotificationsTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void onlyTheTruePaymentIsBookedAndOnlyOnce() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");

        for (String tamper : new String[] {"SIGNATURE", "BODY", "PROBE", "STALE", "MERCHANT"}) {
            assertThat(notifies(paymentNo, tamper, null)).as(tamper).isBetween(400, 499);
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
    void anotherCurrencyBooksNothingAndHoldsTheOrder() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        assertThat(notifies(paymentNo, "CURRENCY", null)).isEqualTo(200);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
    }

    @Test
    void moneyForAPaymentThatIsNotOursIsKeptAnsweredAndShownAsAnOrphan() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
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
    void aTransactionThatPaidAnotherPaymentBooksNothingAndHoldsTheOrder() {
        String earlier = shop.placeBaseOrder();
        String earlierPayment = shop.openPayment(earlier).text("paymentNo");
        shop.pays(earlierPayment);
        shop.awaitStatus(earlier, "PAID");
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
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

    private static void sql(String statement, Object... values) {
        JdbcTransactionManager transactions =
                new JdbcTransactionManager(RunningService.shared().database().dataSource());
        JdbcClient jdbc = JdbcClient.create(Objects.requireNonNull(transactions.getDataSource()));
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> jdbc.sql(statement).params(values).update());
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
