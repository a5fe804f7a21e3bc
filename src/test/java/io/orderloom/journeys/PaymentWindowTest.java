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

/** The payment window elapses: first unpayable, then closed for certain, only then stock and coupon return. */
class PaymentWindowTest {

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @AfterEach
    void heal() {
        shop.sandbox().delete("/sandbox/v1/faults");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anUnpaidOrdersStockReturnsOnlyWhenEachOfItsPaymentsIsClosedForCertain(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String closable = shop.openPayment(orderNo).text("paymentNo");
        String other = shop.opens(orderNo, channel);
        shop.advance("PT29M");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PENDING_PAYMENT");
        shop.advance("PT1M10S");

        if (channel != Channel.WECHAT_PAY) {
            // A code that was shown can be paid until it has expired for everybody.
            assertThat(shop.order(orderNo).path("hold").asText()).isEqualTo("CLOSING");
            assertThat(shop.available(shop.skuA())).isEqualTo(8);
            assertThat(shop.usableCoupons()).isZero();
            Answer refused = shop.shop()
                    .post("/api/v1/orders/" + orderNo + "/payments", Map.of("channel", channel, "scene", "NATIVE"));
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("ORDER_NOT_PAYABLE");
            shop.advance("PT7M");
        }
        JsonNode order = shop.order(orderNo);
        assertThat(order.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(order.path("cancelReason").asText()).isEqualTo("TIMEOUT");
        assertThat(order.path("hold").isNull()).isTrue();
        assertThat(shop.gatewayBooks(closable).path("state").asText()).isEqualTo("CLOSED");
        assertThat(shop.payment(orderNo, other).path("status").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.usableCoupons()).isEqualTo(1);
        assertThat(shop.timelineKinds(orderNo))
                .containsSubsequence("order.closing", "payment.closed", "payment.closed", "order.cancelled.v1");
        assertThat(shop.eventTypes(orderNo)).containsExactly("order.placed.v1", "order.cancelled.v1");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void whileTheGatewayDoesNotAnswerStockStaysHeldAndNoPaymentOpens(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.fault(channel.name(), "query", "HTTP_500", 1000);
        if (channel != Channel.UNIONPAY) { // which closes nothing
            shop.fault(channel.name(), "close", "HTTP_500", 1000);
        }
        shop.advance("PT33M");

        JsonNode closing = shop.order(orderNo);
        assertThat(closing.path("status").asText()).isEqualTo("PENDING_PAYMENT");
        assertThat(closing.path("hold").asText()).isEqualTo("CLOSING");
        assertThat(shop.available(shop.skuA())).isEqualTo(8);
        Answer refused = shop.shop()
                .post("/api/v1/orders/" + orderNo + "/payments", Map.of("channel", "WECHAT_PAY", "scene", "NATIVE"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ORDER_NOT_PAYABLE");
        assertThat(shop.stuck(orderNo).path("kind").asText()).isEqualTo("UNKNOWN_OUTCOME");
        assertThat(shop.stuck(orderNo).path("moneyFen").asLong()).isEqualTo(ShopDriver.BASE_PAYABLE_FEN);

        heal();
        shop.advance("PT6M");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("CANCELLED");
        assertThat(shop.payment(orderNo, paymentNo).path("status").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void anOrderPaidAtTheLastMomentIsPaidAndKeepsItsStock(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        shop.advance("PT29M58S");
        shop.pays(paymentNo, Map.of("notify", false));
        shop.advance("PT1M");
        assertThat(shop.order(orderNo).path("status").asText()).isEqualTo("PAID");
        assertThat(shop.available(shop.skuA())).isEqualTo(8);
        assertThat(shop.usableCoupons()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aShopperWhoCancelsNeedNotWaitForACodeThatNobodyScanned(Channel channel) {
        String orderNo = shop.placeBaseOrder();
        String paymentNo = shop.opens(orderNo, channel);
        Answer asked = shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of("reason", "不想要了"));
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.text("hold")).isEqualTo("CLOSING");
        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(shop.order(orderNo).path("cancelReason").asText()).isEqualTo("SHOPPER");
        assertThat(shop.payment(orderNo, paymentNo).path("status").asText()).isEqualTo("CLOSED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        Answer again = shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("status")).isEqualTo("CANCELLED");
    }

    @Test
    void anOrderWithoutAnyPaymentIsCancelledAtOnce() {
        String orderNo = shop.placeBaseOrder();
        Answer cancelled = shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        assertThat(cancelled.status()).as(cancelled.toString()).isEqualTo(200);
        assertThat(cancelled.text("status")).isEqualTo("CANCELLED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        assertThat(shop.usableCoupons()).isEqualTo(1);
    }

    @Test
    void aPaidOrderCannotBeCancelled() {
        String orderNo = shop.paidBaseOrder();
        Answer refused = shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("ALREADY_PAID");
    }
}
