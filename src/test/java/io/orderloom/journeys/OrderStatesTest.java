package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Answer;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What may still be done with an order, by where it stands; and that asking twice does nothing twice. */
class OrderStatesTest {

    private static final Map<String, String> PAYMENT = Map.of("channel", "WECHAT_PAY", "scene", "NATIVE");

    private final ShopDriver shop = new ShopDriver(RunningService.shared()).stocked(10);

    @Test
    void anUnpaidOrderIsCancelledOnceHoweverOftenItIsAsked() {
        String orderNo = shop.placeBaseOrder();
        assertThat(cancel(orderNo).status()).isEqualTo(200);
        Answer again = cancel(orderNo);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("status")).isEqualTo("CANCELLED");
        assertThat(shop.available(shop.skuA())).isEqualTo(10);
        ShopDriver.await(() -> shop.eventTypes(orderNo), types -> types.contains("order.cancelled.v1"));
        assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("order.cancelled.v1");
    }

    @Test
    void aCancelledOrderIsNeitherPaidNorShippedNorReceived() {
        String orderNo = shop.placeBaseOrder();
        cancel(orderNo);
        assertThat(pay(orderNo)).isEqualTo("409 ORDER_NOT_PAYABLE");
        assertThat(refused(shop.shipAttempt(orderNo))).isEqualTo("409 ORDER_NOT_PAID");
        assertThat(refused(receive(orderNo))).isEqualTo("409 ORDER_NOT_SHIPPED");
    }

    @Test
    void anOrderWhoseTimeIsOverIsNotPaidAnyMore() {
        String orderNo = shop.placeBaseOrder();
        shop.advance("PT31M");
        shop.awaitStatus(orderNo, "CANCELLED");
        assertThat(pay(orderNo)).isEqualTo("409 ORDER_NOT_PAYABLE");
    }

    @Test
    void aPaidOrderIsNotPaidAgainNotCancelledAndNotReceivedBeforeItLeft() {
        String orderNo = shop.paidBaseOrder();
        assertThat(pay(orderNo)).isEqualTo("409 ALREADY_PAID");
        assertThat(refused(cancel(orderNo))).isEqualTo("409 ALREADY_PAID");
        assertThat(refused(receive(orderNo))).isEqualTo("409 ORDER_NOT_SHIPPED");
    }

    @Test
    void aShippedOrderIsNotCancelledAndReceivedOnce() {
        String orderNo = shop.paidBaseOrder();
        shop.carrierSays(shop.ship(orderNo), "SIGNED");
        shop.awaitStatus(orderNo, "DELIVERED");
        assertThat(refused(cancel(orderNo))).isEqualTo("409 ALREADY_PAID");
        assertThat(receive(orderNo).status()).isEqualTo(200);
        shop.awaitStatus(orderNo, "COMPLETED");
        Answer again = receive(orderNo);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("status")).isEqualTo("COMPLETED");
        assertThat(refused(cancel(orderNo))).isEqualTo("409 ALREADY_PAID");
        ShopDriver.await(() -> shop.eventTypes(orderNo), types -> types.contains("order.completed.v1"));
        assertThat(shop.eventTypes(orderNo)).containsOnlyOnce("order.completed.v1");
    }

    @Test
    void aCouponIsUsedOnceReturnsWithACancelledOrderAndIsRefusedForWhatItsCodeSays() {
        String coupon = shop.coupon();
        Map<String, Object> order = shop.baseOrder(coupon);
        String first = shop.shop().post("/api/v1/orders", order).text("orderNo");
        assertThat(couponRefusal(order)).isEqualTo("COUPON_LOCKED");
        cancel(first);
        String second = shop.shop().post("/api/v1/orders", order).text("orderNo");
        shop.pays(shop.openPayment(second).text("paymentNo"));
        shop.awaitStatus(second, "PAID");
        assertThat(couponRefusal(order)).isEqualTo("COUPON_USED");

        String fresh = shop.coupon();
        Map<String, Object> cheap = Map.of(
                "items",
                List.of(Map.of("skuId", shop.skuB(), "quantity", 1)),
                "couponIds",
                List.of(fresh),
                "deliveryMethod",
                "PICKUP");
        assertThat(couponRefusal(cheap)).isEqualTo("COUPON_BELOW_THRESHOLD");
        assertThat(couponRefusal(shop.baseOrder(fresh, shop.coupon()))).isEqualTo("COUPON_EXCLUSIVE");
        ShopDriver stranger = new ShopDriver(RunningService.shared()).stocked(10);
        assertThat(refusalCode(stranger.shop().post("/api/v1/orders", stranger.baseOrder(fresh))))
                .as("somebody else's is as an absent one")
                .isEqualTo("COUPON_UNKNOWN");
        assertThat(shop.usableCoupons()).isEqualTo(2);
    }

    private String couponRefusal(Map<String, Object> order) {
        int before = shop.available(shop.skuA());
        String code = refusalCode(shop.shop().post("/api/v1/orders", order));
        assertThat(shop.available(shop.skuA())).isEqualTo(before);
        return code;
    }

    private static String refusalCode(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.body().path("errors").path(0).path("pointer").asText())
                .startsWith("/couponIds/");
        return answer.body().path("errors").path(0).path("code").asText();
    }

    private Answer cancel(String orderNo) {
        return shop.shop().post("/api/v1/orders/" + orderNo + "/cancellation", Map.of());
    }

    private Answer receive(String orderNo) {
        return shop.shop().post("/api/v1/orders/" + orderNo + "/receipt", "");
    }

    private String pay(String orderNo) {
        return refused(shop.shop().post("/api/v1/orders/" + orderNo + "/payments", PAYMENT));
    }

    private static String refused(Answer answer) {
        return answer.status() + " " + Objects.requireNonNull(answer.code());
    }
}
