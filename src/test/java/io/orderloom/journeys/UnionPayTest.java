package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders paid by UnionPay, whose payments cannot be closed and whose forms only a browser makes known. */
class UnionPayTest {

    private static final String UNIONPAY = "UNIONPAY";

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @Test
    void aBaseOrderIsPaidInTheBrowserAndRefunded() {
        String orderNo = shop.placeBaseOrder();
        Answer opened = shop.openPayment(orderNo, UNIONPAY, "H5");
        String paymentNo = opened.text("paymentNo");

        Answer shown = shop.sandbox()
                .post(
                        "/sandbox/v1/client-calls",
                        Map.of(
                                "channel",
                                UNIONPAY,
                                "scene",
                                "H5",
                                "clientParams",
                                Map.of(
                                        "form",
                                        opened.body()
                                                .path("clientParams")
                                                .path("form")
                                                .asText())));
        assertThat(shown.status()).as(shown.toString()).isEqualTo(200);
        shop.pays(paymentNo);

        JsonNode paid = shop.awaitStatus(orderNo, "PAID");
        assertThat(paid.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        JsonNode payment = shop.payment(orderNo, paymentNo);
        assertThat(payment.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(payment.path("channel").asText()).isEqualTo(UNIONPAY);
        assertThat(payment.path("gatewayTransactionId").asText())
                .isEqualTo(shop.gatewayBooks(paymentNo)
                        .path("gatewayTransactionId")
                        .asText());
        shop.notified(paymentNo, 3);
        assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);

        Answer refunded = shop.staff("service").post("/api/v1/orders/" + orderNo + "/refunds", Map.of("note", "all"));
        assertThat(refunded.status()).as(refunded.toString()).isEqualTo(201);
        assertThat(shop.awaitRefunded(orderNo).path("amountFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.gatewayRefunds(paymentNo)).hasSize(1);
        shop.awaitStatus(orderNo, "CLOSED");
    }

    @Test
    void thePayerNeedsNoClientInTheSandboxInAnyScene() {
        for (String scene : List.of("NATIVE", "H5", "APP")) {
            String orderNo = shop.placeBaseOrderWithoutCoupon();
            shop.pays(shop.openPayment(orderNo, UNIONPAY, scene).text("paymentNo"));
            shop.awaitStatus(orderNo, "PAID");
        }
    }

    @Test
    void aShopperWhoCancelsBeforeOpeningTheFormNeedNotWaitForItsEnd() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo, UNIONPAY, "H5").text("paymentNo");

        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());

        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.payment(orderNo, paymentNo).path("status").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        shop.pays(paymentNo);
        assertThat(shop.awaitRefunded(orderNo).path("reason").asText()).isEqualTo("LATE_PAYMENT");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void aPaymentOfWhichNoNotificationComesIsFoundByAsking() {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.openPayment(orderNo, UNIONPAY, "APP").text("paymentNo");
        shop.fault(UNIONPAY, "query", "SYSTEM_ERROR", 1);
        shop.pays(paymentNo, Map.of("notify", false));
        shop.shop().post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", Map.of());
        assertThat(shop.payment(orderNo, paymentNo).path("status").asText()).isEqualTo("UNKNOWN");

        shop.advance("PT5M");

        shop.awaitStatus(orderNo, "PAID");
    }
}
