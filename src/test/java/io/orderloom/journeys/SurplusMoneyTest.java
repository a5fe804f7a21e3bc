package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.payment.Channel;
import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money that an order does not need goes back, once, and by itself. */
class SurplusMoneyTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anOrderPaidTwiceStaysPaidAndTheSecondPaymentGoesBackOnce(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String first = shop.openPayment(orderNo).text("paymentNo");
        String second = shop.opens(orderNo, channel);
        shop.pays(first, Map.of("notify", false));
        shop.pays(second, Map.of("notify", false));
        shop.notified(first, 1);

        shop.notified(second, 5);

        JsonNode refund = shop.awaitRefunded(orderNo);
        assertThat(refund.path("paymentNo").asText()).isEqualTo(second);
        assertThat(refund.path("amountFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(refund.path("reason").asText()).isEqualTo("DUPLICATE_PAYMENT");
        assertThat(shop.gatewayRefunds(second)).hasSize(1);
        assertThat(shop.gatewayRefunds(first)).isEmpty();
        JsonNode order = shop.order(orderNo);
        assertThat(order.path("status").asText()).isEqualTo("PAID");
        assertThat(order.path("hold").isNull()).isTrue();
        assertThat(order.path("paidFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(order.path("refundedFen").asLong()).isZero();
        assertThat(shop.ledgerFen(orderNo)).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.surplusFen(orderNo)).isZero();
        assertThat(shop.eventTypes(orderNo))
                .containsExactly(
                        "order.placed.v1",
                        "order.paid.v1",
                        "payment.surplus.v1",
                        "refund.requested.v1",
                        "refund.succeeded.v1");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void moneyThatComesAfterTheCancellationGoesBackOnceAndRevivesNothing(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        shop.awaitStatus(orderNo, "CANCELLED");

        shop.pays(paymentNo, Map.of("force", true));
        shop.notified(paymentNo, 3);

        JsonNode refund = shop.awaitRefunded(orderNo);
        assertThat(refund.path("reason").asText()).isEqualTo("LATE_PAYMENT");
        assertThat(refund.path("amountFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        assertThat(shop.gatewayRefunds(paymentNo)).hasSize(1);
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.ledgerFen(orderNo)).isZero();
        assertThat(shop.surplusFen(orderNo)).isZero();
    }

    @Test
    void aPaymentThatSucceedsClosesItsSiblingsAtTheGateway() {
        String orderNo = shop.placeBaseOrder();
        String sibling = shop.openPayment(orderNo, "NATIVE").text("paymentNo");
        shop.pays(shop.openPayment(orderNo).text("paymentNo"));
        shop.awaitStatus(orderNo, "PAID");

        shop.advance("PT10S");

        assertThat(shop.gatewayBooks(sibling).path("state").asText()).isEqualTo("CLOSED");
        assertThat(shop.payment(orderNo, sibling).path("status").asText()).isEqualTo("CLOSED");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aMerchantAccountWithTooLittleIsShownAndTheSameNumberGoesOnAfterTheTopUp(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        shop.awaitStatus(orderNo, "CANCELLED");
        shop.fault(channel.name(), "refund", "NOT_ENOUGH", 1);

        shop.pays(paymentNo, Map.of("force", true));
        JsonNode stuck = ShopDriver.await(() -> shop.stuck(orderNo), row -> !row.isMissingNode());
        assertThat(stuck.path("reason").asText()).contains("NOT_ENOUGH");
        assertThat(stuck.path("moneyFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);
        String refundNo = shop.refunds(orderNo).get(0).path("refundNo").asText();
        shop.advance("PT31M");

        assertThat(shop.awaitRefunded(orderNo).path("refundNo").asText()).isEqualTo(refundNo);
    }

    @Test
    void nobodyElseSeesWhatWentBack() {
        String orderNo = shop.paidBaseOrder();
        Answer answer = new ShopDriver(RunningService.shared()).shop().get("/api/v1/orders/" + orderNo + "/refunds");
        assertThat(answer.status()).isEqualTo(404);
    }
}
