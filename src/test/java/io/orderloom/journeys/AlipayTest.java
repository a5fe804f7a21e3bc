package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Alipay's own: its four scenes, three of which are no trade before the payer opens them. */
class AlipayTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @ParameterizedTest
    @ValueSource(strings = {"MINI_PROGRAM", "NATIVE", "H5", "APP"})
    void anOrderIsPaidInEveryScene(String scene) {
        String orderNo = shop.placeBaseOrder();
        Map<String, Object> wish = new HashMap<>(Map.of("channel", "ALIPAY", "scene", scene));
        if (scene.equals("MINI_PROGRAM")) {
            wish.put("payerId", "buyer-of-" + shop.shopper());
        }
        Answer opened = shop.shop().post("/api/v1/orders/" + orderNo + "/payments", wish);
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        String paymentNo = opened.text("paymentNo");

        shop.pays(paymentNo);

        JsonNode paid = shop.awaitStatus(orderNo, "PAID");
        assertThat(paid.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.payment(orderNo, paymentNo).path("gatewayTransactionId").asText())
                .isNotBlank();
        assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);
    }
}
