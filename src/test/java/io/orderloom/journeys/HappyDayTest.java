package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order is placed, paid by WeChat, shipped in one parcel, signed for and received. */
class HappyDayTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void anOrderGoesFromPlacementToCompletionAndAllBooksAgree() {
        String orderNo = shop.placeBaseOrder();
        JsonNode placed = shop.order(orderNo);
        assertThat(placed.path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(placed.path("lines").path(0).path("discountFen").asLong()).isEqualTo(2_395);
        assertThat(placed.path("lines").path(1).path("discountFen").asLong()).isEqualTo(605);
        assertThat(shop.available(shop.skuA())).isEqualTo(8);

        String paymentNo = shop.openPayment(orderNo).text("paymentNo");
        shop.pays(paymentNo);
        JsonNode paid = shop.awaitStatus(orderNo, "PAID");
        assertThat(paid.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);

        String trackingNo = shop.ship(orderNo);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("SHIPPED");
        ShopDriver.await(() -> shop.weChatShippingInfo(paymentNo), uploads -> !uploads.isEmpty());

        shop.carrierSays(trackingNo, "COLLECTED");
        shop.carrierSays(trackingNo, "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(shop.shop()
                        .post("/api/v1/orders/" + orderNo + "/receipt", "")
                        .status())
                .isEqualTo(200);
        shop.awaitStatus(orderNo, "COMPLETED");

        assertThat(shop.onHand(shop.skuA())).isEqualTo(8);
        assertThat(shop.onHand(shop.skuB())).isEqualTo(9);
        assertThat(shop.available(shop.skuA())).isEqualTo(8);
        JsonNode gateway = shop.gatewayBooks(paymentNo);
        assertThat(gateway.path("state").asText()).isEqualTo("SUCCESS");
        assertThat(gateway.path("amountFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        List<String> story = List.of(
                "order.placed.v1", "order.paid.v1", "order.shipped.v1", "order.delivered.v1", "order.completed.v1");
        ShopDriver.await(() -> shop.eventTypes(orderNo), types -> types.size() >= story.size());
        assertThat(shop.eventTypes(orderNo)).isEqualTo(story);
        assertThat(shop.events(orderNo).stream()
                        .map(event -> event.path("sequence").asInt()))
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void theTimelineTellsTheStoryToPeopleInTheirLanguage() {
        String orderNo = shop.paidBaseOrder();
        JsonNode chinese = shop.shop()
                .with("Accept-Language", "zh-CN")
                .get("/api/v1/orders/" + orderNo + "/timeline")
                .body();
        JsonNode english = shop.shop()
                .with("Accept-Language", "en")
                .get("/api/v1/orders/" + orderNo + "/timeline")
                .body();
        assertThat(chinese.findValuesAsText("kind"))
                .startsWith("order.placed.v1", "payment.opened")
                .contains("order.paid.v1");
        assertThat(chinese.path(0).path("text").asText()).matches(".*\\p{IsHan}.*");
        assertThat(english.path(0).path("text").asText()).doesNotMatch(".*\\p{IsHan}.*");
    }

    @Test
    void anUnconfirmedOrderIsReceivedByItselfTenDaysAfterTheSignature() {
        String orderNo = shop.paidBaseOrder();
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        shop.advance("P9DT23H");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("DELIVERED");
        shop.advance("PT2H");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("COMPLETED");
    }

    @Test
    void anOrderThatCostsNothingIsPaidAtOnceAndNeedsNoPayment() {
        String orderNo = shop.placeFreeOrder();
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PAID");
        assertThat(shop.shop()
                        .post(
                                "/api/v1/orders/" + orderNo + "/payments",
                                java.util.Map.of("channel", "WECHAT_PAY", "scene", "NATIVE"))
                        .code())
                .isEqualTo("ALREADY_PAID");
    }
}
