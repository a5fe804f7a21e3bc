package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.payment.Channel;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway has the money and never calls: the shop finds out by asking. */
class SilentGatewayTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void withinTwoMinutesTheOrderIsPaidByAskingAndALateNoticeChangesNothing() {
        Map<String, String> payments = new LinkedHashMap<>();
        for (Channel channel : Channel.values()) {
            String orderNo = shop.placeBaseOrder();
            String paymentNo = shop.opens(orderNo, channel);
            shop.pays(paymentNo, Map.of("notify", false));
            assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
            payments.put(orderNo, paymentNo);
        }
        shop.advance("PT2M");
        payments.keySet()
                .forEach(orderNo ->
                        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PAID"));

        shop.advance("PT6H");
        payments.forEach((orderNo, paymentNo) -> {
            int version = shop.order(orderNo).path("version").asInt();
            shop.notified(paymentNo, 1);
            assertThat(shop.order(orderNo).path("version").asInt()).isEqualTo(version);
            assertThat(shop.inboxRows(paymentNo)).isEqualTo(1);
            assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("order.paid.v1");
        });
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void theClientMayAskAtOnceWhenThePayCallReturns(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.pays(paymentNo, Map.of("notify", false));
        assertThat(shop.shop()
                        .post("/api/v1/orders/" + orderNo + "/payments/" + paymentNo + "/sync", "")
                        .text("status"))
                .isEqualTo("SUCCEEDED");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PAID");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anOpeningWhoseAnswerWasLostIsRepeatedUnderTheSameNumber(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        Api shopper = shop.shop().with("Idempotency-Key", "lost-answer-" + orderNo);
        Map<String, String> wish = Map.of("channel", channel.name(), "scene", "NATIVE");
        shop.sandbox()
                .post(
                        "/sandbox/v1/faults",
                        Map.of(
                                "channel",
                                channel,
                                "operation",
                                "prepay",
                                "effect",
                                true,
                                "answer",
                                "HTTP_500",
                                "times",
                                1));
        Answer lost = shopper.post("/api/v1/orders/" + orderNo + "/payments", wish);
        assertThat(lost.status()).isEqualTo(503);
        assertThat(lost.code()).isEqualTo("CHANNEL_UNAVAILABLE");
        Answer again = shopper.post("/api/v1/orders/" + orderNo + "/payments", wish);
        assertThat(again.status()).as(again.toString()).isEqualTo(201);
        assertThat(shop.shop().get("/api/v1/orders/" + orderNo + "/payments").body())
                .hasSize(1);
        shop.pays(again.text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");
    }
}
