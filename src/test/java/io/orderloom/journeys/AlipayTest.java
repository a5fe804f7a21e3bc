package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are paid, not paid and paid wrongly by Alipay, whose trades begin when the payer opens them. */
class AlipayTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MINI_PROGRAM", "NATIVE", "H5", "APP"})
    void anOrderIsPaidInEveryScene(String scene) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = opened(orderNo, scene).text("paymentNo");

        shop.pays(paymentNo);

        JsonNode paid = shop.awaitStatus(orderNo, "PAID");
        assertThat(paid.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.payment(orderNo, paymentNo).path("gatewayTransactionId").asText())
                .isNotBlank();
        assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);
    }

    @Test
    void aShopperWhoCancelsNeedNotWaitForACodeThatNobodyScanned() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = opened(orderNo, "NATIVE").text("paymentNo");

        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());

        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.payment(orderNo, paymentNo).path("status").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);

        shop.pays(paymentNo, Map.of("force", true));
        assertThat(shop.awaitRefunded(orderNo).path("reason").asText()).isEqualTo("LATE_PAYMENT");
        assertThat(shop.gatewayRefunds(paymentNo)).hasSize(1);
    }

    @Test
    void anOrderThatNobodyPaysIsCancelledOnlyAfterTheCodesExpiryAndItsMargin() {
        String orderNo = shop.placeBaseOrder();
        opened(orderNo, "NATIVE");

        shop.advance("PT30M5S");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("CLOSING");
        assertThat(shop.available(shop.skuA())).isEqualTo(8);

        shop.advance("PT10M");
        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
    }

    @Test
    void onlyTheTruePaymentIsBooked() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = opened(orderNo, "NATIVE").text("paymentNo");

        for (String tamper : new String[] {"SIGNATURE", "BODY", "PROBE", "MERCHANT"}) {
            assertThat(notifies(paymentNo, tamper, null)).as(tamper).isEqualTo(401);
        }
        assertThat(shop.inboxRows(paymentNo)).isZero();
        assertThat(notifies(paymentNo, "AMOUNT", 22_400L)).isEqualTo(200);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("AMOUNT_MISMATCH");
    }

    @Test
    void aRepeatedNotificationAndOneOfARefundBookNothingTwice() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = opened(orderNo, "H5").text("paymentNo");
        shop.pays(paymentNo);
        shop.awaitStatus(orderNo, "PAID");

        shop.notified(paymentNo, 5);
        Answer refund = shop.staff("service")
                .post("/api/v1/orders/" + orderNo + "/refunds", Map.of("amountFen", 1_000, "note", "a stain"));
        assertThat(refund.status()).as(refund.toString()).isIn(200, 201, 202);
        shop.awaitRefunded(orderNo);

        assertThat(shop.gatewayRefunds(paymentNo)).hasSize(1);
        assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("order.paid.v1").doesNotContain("payment.surplus.v1");
        assertThat(shop.order(orderNo).path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
    }

    private Answer opened(String orderNo, String scene) {
        Map<String, Object> wish = new HashMap<>(Map.of("channel", "ALIPAY", "scene", scene));
        if (scene.equals("MINI_PROGRAM")) {
            wish.put("payerId", "buyer-of-" + shop.shopper());
        }
        Answer opened = shop.shop().post("/api/v1/orders/" + orderNo + "/payments", wish);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        return opened;
    }

    private int notifies(String paymentNo, String tamper, @Nullable Long amountFen) {
        Map<String, Object> notification = new HashMap<>(Map.of("paymentNo", paymentNo, "tamper", tamper));
        if (amountFen != null) {
            notification.put("amountFen", amountFen);
        }
        Answer answer = shop.sandbox().post("/sandbox/v1/notifications", notification);
        return answer.body().path("answers").path(0).asInt();
    }
}
